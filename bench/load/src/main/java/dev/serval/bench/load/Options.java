package dev.serval.bench.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param systems names of the systems to compare
 * @param shapes the shapes to load, with the concurrencies to use
 * @param rounds how often every system takes its turn
 * @param warmUp at most this much load before the first measurement of every start
 * @param measure length of every measurement
 * @param home folder of this module
 * @param output where results go
 * @param python Python of the virtual environment that holds the Python peers
 * @param jvmFlags flags of every JVM, ours and theirs
 * @param aotCache the JVM's cache of loaded classes that Serval's processes start with
 * @param list only say what there is
 * @param help only say how to use it
 */
public record Options(
    List<String> systems,
    List<Shape> shapes,
    int rounds,
    Duration warmUp,
    Duration measure,
    Path home,
    Path output,
    Path python,
    List<String> jvmFlags,
    Optional<Path> aotCache,
    boolean list,
    boolean help) {

  /** How to use it. */
  public static final String USAGE =
      """
      Loads systems over the same graphs and prints one table.

        --systems A,B       systems to compare, in the order of their turns (see --list)
        --shapes A,B        shapes to load; all those the systems serve if not given
        --concurrency A,B   calls outstanding, instead of each shape's own
        --rounds N          turns of every system: A B A B for 2 (3)
        --seconds N         length of every measurement (8)
        --warmup N          most seconds of load before the first measurement of every start;
                            it ends earlier once the system stops getting faster (90)
        --jvm-flags "A B"   flags of every JVM, ours and theirs (those of
                      docs/design/jvm-flags.md)
        --aot-cache FILE    the cache of loaded classes that Serval's processes start with, as
                      its images have one (none; make bench trains one)
        --out DIR           where results go (target/results of this module)
        --home DIR          folder of this module (found from where the harness is)
        --python FILE       Python of the virtual environment that holds the Python peers
        --list              say which systems and shapes there are
        --help              say this
      """;

  // The last two only silence the JVM about what Netty does; they change nothing measured.
  private static final List<String> QUIET =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private static final int MOST_SECONDS = 600;

  /** Copies the lists. */
  public Options {
    systems = List.copyOf(systems);
    shapes = List.copyOf(shapes);
    jvmFlags = List.copyOf(jvmFlags);
  }

  /**
   * Reads a command line.
   *
   * @throws BenchException with what is wrong with it
   */
  public static Options parse(List<String> arguments, Path defaultHome) {
    Parser parser = new Parser(defaultHome);
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      switch (name) {
        case "--list" -> parser.list = true;
        case "--help", "-h" -> parser.help = true;
        default -> {
          if (i + 1 == arguments.size()) {
            throw new BenchException("Nothing follows " + name + "; try --help");
          }
          i++;
          parser.accept(name, arguments.get(i));
        }
      }
    }
    return parser.options();
  }

  private static final class Parser {

    private List<String> systems = Systems.DEFAULT;
    private List<Shape> shapes = Shapes.ALL;
    private List<Integer> concurrency = List.of();
    private int rounds = 3;
    private int seconds = 8;
    private int warmUp = 90;
    private Path home;
    private Path output;
    private Path python;
    private Optional<Path> aotCache = Optional.empty();
    // Those of docs/design/jvm-flags.md; the two about access are added for every JVM.
    private List<String> jvmFlags =
        List.of("-Xms32m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TrimNativeHeapInterval=5000");
    private boolean list;
    private boolean help;

    Parser(Path home) {
      this.home = home;
    }

    void accept(String name, String value) {
      switch (name) {
        case "--systems" -> systems = names(value);
        case "--shapes" -> shapes = names(value).stream().map(Parser::shape).toList();
        case "--concurrency" ->
            concurrency = names(value).stream().map(text -> number(name, text, 1, 10_000)).toList();
        case "--rounds" -> rounds = number(name, value, 1, 100);
        case "--seconds" -> seconds = number(name, value, 1, MOST_SECONDS);
        case "--warmup" -> warmUp = number(name, value, 0, MOST_SECONDS);
        case "--jvm-flags" -> jvmFlags = Arrays.asList(value.trim().split("\\s+"));
        case "--aot-cache" -> aotCache = Optional.of(Path.of(value).toAbsolutePath());
        case "--out" -> output = Path.of(value).toAbsolutePath();
        case "--home" -> home = Path.of(value).toAbsolutePath();
        case "--python" -> python = Path.of(value).toAbsolutePath();
        default -> throw new BenchException("Unknown option " + name + "; try --help");
      }
    }

    private static List<String> names(String value) {
      return Arrays.stream(value.split(",")).map(String::trim).toList();
    }

    private static Shape shape(String name) {
      return Shapes.ALL.stream()
          .filter(shape -> shape.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new BenchException(
                      "Unknown shape "
                          + name
                          + "; there are "
                          + Shapes.ALL.stream().map(Shape::name).toList()));
    }

    private static int number(String name, String value, int least, int most) {
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Falls through to the one message for both.
      }
      throw new BenchException(
          name + " takes a number from " + least + " to " + most + ", not " + value);
    }

    Options options() {
      List<String> flags = new ArrayList<>(jvmFlags);
      flags.addAll(QUIET);
      return new Options(
          systems,
          concurrency.isEmpty()
              ? shapes
              : shapes.stream().map(shape -> shape.withConcurrency(concurrency)).toList(),
          rounds,
          Duration.ofSeconds(warmUp),
          Duration.ofSeconds(seconds),
          home,
          output == null ? home.resolve("target/results") : output,
          python == null ? home.resolve("target/peers-venv/bin/python") : python,
          flags,
          aotCache,
          list,
          help);
    }
  }
}
