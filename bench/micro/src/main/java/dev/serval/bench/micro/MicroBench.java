package dev.serval.bench.micro;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and prints one table: nanoseconds and bytes allocated per operation. */
public final class MicroBench {

  /** The flags of a serving JVM, so that objects are laid out as they are there. */
  static final List<String> JVM_FLAGS =
      List.of(
          "-Xms256m",
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

  private static final int WARM_UPS = 4;
  private static final int MEASUREMENTS = 5;
  private static final Duration ITERATION = Duration.ofSeconds(1);

  private MicroBench() {}

  /**
   * Runs what matches.
   *
   * @param arguments a regular expression that the names of the benchmarks contain; all if there is
   *     none
   */
  public static void main(String[] arguments) {
    if (arguments.length > 1 || (arguments.length == 1 && arguments[0].startsWith("-"))) {
      System.err.println("Usage: benchmarks.jar [REGEX of the benchmarks to run, default all]");
      System.exit(2);
    }
    String include = arguments.length == 1 ? arguments[0] : ".*";
    try {
      Collection<RunResult> results = new Runner(options(include), new Progress()).run();
      System.out.println();
      System.out.println("JVM flags: " + String.join(" ", JVM_FLAGS));
      System.out.println();
      System.out.print(ResultTable.of(results));
    } catch (NoBenchmarksException e) {
      System.err.println("No benchmark matches " + include);
      System.exit(2);
    } catch (RunnerException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static Options options(String include) {
    TimeValue iteration = TimeValue.milliseconds(ITERATION.toMillis());
    return new OptionsBuilder()
        .include(include)
        .forks(1)
        .warmupIterations(WARM_UPS)
        .warmupTime(iteration)
        .measurementIterations(MEASUREMENTS)
        .measurementTime(iteration)
        .jvmArgs(JVM_FLAGS.toArray(String[]::new))
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .build();
  }
}
