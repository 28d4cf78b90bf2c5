package dev.serval.bench.load;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the comparison: every system takes its turn on every shape, round after round. */
public final class LoadBench {

  private final Options options;
  private final List<SystemUnderTest> systems;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private LoadBench(Options options, List<SystemUnderTest> systems) {
    this.options = options;
    this.systems = systems;
  }

  /** Runs it; ends with 1 if something could not be measured, with 2 if nothing could be. */
  public static void main(String[] args) throws InterruptedException {
    int status;
    try {
      status = run(Options.parse(List.of(args), home()));
    } catch (BenchException e) {
      System.err.println(e.getMessage());
      status = 2;
    }
    System.exit(status);
  }

  private static int run(Options options) throws InterruptedException {
    if (options.help()) {
      System.out.print(Options.USAGE);
      return 0;
    }
    Host host =
        new Host(
            options.home(),
            Path.of(System.getProperty("java.home"), "bin", "java"),
            options.jvmFlags(),
            options.aotCache(),
            System.getProperty("java.class.path"),
            options.python());
    if (options.list()) {
      list(host);
      return 0;
    }
    List<SystemUnderTest> systems = Systems.named(options.systems(), host);
    Wrk.check();
    systems.forEach(system -> system.launcher().check());
    LoadBench bench = new LoadBench(options, systems);
    try (Children children = new Children()) {
      Runtime.getRuntime().addShutdownHook(new Thread(children::close, "stop-children"));
      bench.measure(new Trial(children, options, new Wrk(options.output().resolve("work"))));
    }
    return bench.report();
  }

  private void measure(Trial trial) throws InterruptedException {
    for (Shape shape : options.shapes()) {
      for (int round = 1; round <= options.rounds(); round++) {
        for (SystemUnderTest system : systems) {
          if (system.serves(shape)) {
            turn(trial, system, shape, round);
          }
        }
      }
    }
  }

  /** One system that fails doesn't take the figures of the others with it. */
  private void turn(Trial trial, SystemUnderTest system, Shape shape, int round)
      throws InterruptedException {
    String name = "%s, %s, round %d".formatted(shape.name(), system.name(), round);
    try {
      for (Measurement measurement : trial.run(system, shape, round)) {
        measurements.add(measurement);
        System.err.printf(
            "%s, c=%d: %s/s, p50 %s ms, p99 %s ms, %d errors %s%n",
            name,
            measurement.concurrency(),
            Tables.count(measurement.load().rate()),
            Tables.millis(measurement.load().p50Micros()),
            Tables.millis(measurement.load().p99Micros()),
            measurement.load().errors(),
            measurement.load().errors() == 0 ? "" : measurement.load().detail());
      }
    } catch (BenchException e) {
      if (trial.isStopped()) {
        throw e;
      }
      failures.add(name + ": " + e.getMessage());
      System.err.println(failures.getLast());
    }
  }

  private int report() {
    Results results =
        new Results(about(), systems, options.shapes(), Results.cells(measurements), failures);
    System.out.print("\n" + new Report(results, options.output()).write());
    System.out.println("\nResults and pictures are in " + options.output());
    return measurements.isEmpty() ? 2 : failures.isEmpty() ? 0 : 1;
  }

  private Map<String, String> about() {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    about.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    about.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    about.put("java", Runtime.version().toString());
    about.put("flags of every JVM", String.join(" ", options.jvmFlags()));
    about.put(
        "cache of loaded classes",
        options.aotCache().isPresent() ? "Serval's processes have one, as in its images" : "none");
    about.put(
        "measured",
        "%d rounds, %d s each, warmed up until it stops getting faster, %d s at most"
            .formatted(
                options.rounds(), options.measure().toSeconds(), options.warmUp().toSeconds()));
    return about;
  }

  private static void list(Host host) {
    System.out.println("Systems:");
    for (SystemUnderTest system : Systems.all(host)) {
      System.out.printf(
          "  %-12s %s%n               serves %s%n",
          system.name(),
          system.description(),
          String.join(", ", system.shapes().stream().map(Shape::name).toList()));
    }
    System.out.println("Shapes:");
    for (Shape shape : Shapes.ALL) {
      System.out.printf("  %-12s %s%n", shape.name(), shape.description());
    }
  }

  /** The folder of this module: its build puts the jar into the target folder below. */
  private static Path home() {
    try {
      Path code =
          Path.of(LoadBench.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path module = code.toAbsolutePath().getParent().getParent();
      return Files.exists(module.resolve("pom.xml"))
          ? module
          : Path.of("bench/load").toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
