package dev.serval.bench.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts one system for one shape, loads it at every concurrency and stops it. A system is alone on
 * the machine while it is measured, and freshly started in every round, so that what the compiler
 * happened to do in one start isn't taken for the system's speed.
 */
final class Trial {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration SLICE = Duration.ofSeconds(4);
  private static final Duration CLIENT_WARM_UP = Duration.ofSeconds(5);
  private static final Duration SAMPLE = Duration.ofMillis(500);
  // What a client may take beyond the time it was asked to run.
  private static final Duration GRACE = Duration.ofSeconds(20);
  // Enough calls at once to warm every event loop, few enough not to leave a slow system a backlog.
  private static final int WARM_UP_CONCURRENCY = 16;

  private final Children children;
  private final Options options;
  private final Wrk wrk;

  Trial(Children children, Options options, Wrk wrk) {
    this.children = children;
    this.options = options;
    this.wrk = wrk;
  }

  List<Measurement> run(SystemUnderTest system, Shape shape, int round)
      throws InterruptedException {
    LaunchPlan plan = system.launcher().plan(shape, new Ports());
    Path logs =
        options.output().resolve("logs").resolve(system.name() + "-" + shape.name() + "-" + round);
    List<Child> processes = new ArrayList<>();
    try {
      for (ProcessSpec spec : plan.processes()) {
        processes.add(children.start(spec, logs.resolve(spec.role() + ".log")));
      }
      new Readiness(START_LIMIT).await(plan, shape, processes);
      LoadClient client = plan.client().orElseGet(() -> wrk.client(plan.target(), shape));
      // wrk needs no warm-up; a client in a JVM of its own is as cold as its server was.
      Duration clientWarmUp = plan.client().isEmpty() ? Duration.ZERO : CLIENT_WARM_UP;
      warmUp(client, logs, processes);
      List<Measurement> measurements = new ArrayList<>();
      for (int concurrency : shape.concurrency()) {
        UseMeter meter = new UseMeter(processes);
        List<String> command = client.command(concurrency, clientWarmUp, options.measure());
        LoadResult result = load(command, clientWarmUp, options.measure(), logs, meter);
        measurements.add(
            new Measurement(system.name(), shape.name(), concurrency, round, result, meter.uses()));
      }
      return measurements;
    } finally {
      children.stop(processes);
    }
  }

  private void warmUp(LoadClient client, Path logs, List<Child> processes)
      throws InterruptedException {
    Plateau plateau = new Plateau();
    long deadline = System.nanoTime() + options.warmUp().toNanos();
    boolean reached = false;
    while (!reached && System.nanoTime() < deadline) {
      UseMeter meter = new UseMeter(processes);
      List<String> command = client.command(WARM_UP_CONCURRENCY, Duration.ZERO, SLICE);
      LoadResult slice = load(command, Duration.ZERO, SLICE, logs, meter);
      reached = plateau.reachedWith(slice.rate(), meter.cpuMicrosPerCall(slice.calls()));
    }
  }

  /** Whether the run was ended from outside, so that what fails now says nothing. */
  boolean isStopped() {
    return children.isClosed();
  }

  private LoadResult load(
      List<String> command, Duration warmUp, Duration measure, Path logs, UseMeter meter)
      throws InterruptedException {
    ProcessSpec spec = new ProcessSpec("load client", command, Map.of());
    Child client = children.start(spec, logs.resolve("load.log"));
    try {
      long start = System.nanoTime();
      long deadline = start + warmUp.plus(measure).plus(GRACE).toNanos();
      boolean ended = client.hasEndedWithin(warmUp);
      meter.sample();
      while (!ended) {
        ended = client.hasEndedWithin(SAMPLE);
        meter.sample();
        if (!ended && System.nanoTime() > deadline) {
          throw new BenchException("The load client did not end in time:\n" + client.tail());
        }
      }
      return LoadResult.parse(client.result());
    } finally {
      children.stop(List.of(client));
    }
  }
}
