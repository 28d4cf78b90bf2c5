package dev.serval.bench.autoscaling;

import dev.serval.bench.autoscaling.StepScenario.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Runs everything and prints tables. */
public final class AutoscalingBench {

  /** More slots than any load needs: requests never queue. */
  private static final int ANY = 1000;

  /** Requests a second, so that all simulated hours take no more than minutes. */
  private static final double MOST_ARRIVALS = 200;

  private AutoscalingBench() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    steps().print(System.out);
    noise().print(System.out);
    RayServeTests.eightApplications().print(System.out);
    RayServeTests.doubling().print(System.out);
    costs().print(System.out);
  }

  private static Table steps() {
    Table table =
        new Table(
            "Steps",
            "loop",
            "per replica",
            "slots",
            "load",
            "pod start",
            "burst",
            "decided s",
            "first ready s",
            "decided for 90 % s",
            "overshoot");
    for (StepScenario step : stepScenarios()) {
      List<StepScenario.Run> runs = step.runs();
      table.row(
          step.loop(),
          step.perReplica(),
          step.slots() == ANY ? "any" : step.slots(),
          step.before() + " -> " + step.after(),
          step.podStart().toSeconds() + " s",
          runs.stream().filter(StepScenario.Run::burst).count() + "/" + runs.size(),
          Spread.of(runs.stream().mapToDouble(StepScenario.Run::decisionSeconds)).text(1),
          Spread.of(runs.stream().mapToDouble(StepScenario.Run::firstReadySeconds)).text(1),
          Spread.of(runs.stream().mapToDouble(StepScenario.Run::mostSeconds)).text(1),
          Spread.of(runs.stream().mapToDouble(StepScenario.Run::overshoot)).text(0));
    }
    return table;
  }

  private static List<StepScenario> stepScenarios() {
    Duration soon = Duration.ofSeconds(5);
    Duration late = Duration.ofSeconds(60);
    return List.of(
        new StepScenario(Loop.CLOSED, 3, ANY, 3, 5, soon),
        new StepScenario(Loop.CLOSED, 3, ANY, 0, 1, soon),
        new StepScenario(Loop.CLOSED, 3, ANY, 0, 300, soon),
        new StepScenario(Loop.CLOSED, 3, ANY, 3, 15, soon),
        new StepScenario(Loop.CLOSED, 3, ANY, 3, 30, soon),
        new StepScenario(Loop.CLOSED, 3, 3, 3, 30, soon),
        new StepScenario(Loop.CLOSED, 10, ANY, 45, 145, soon),
        new StepScenario(Loop.CLOSED, 10, ANY, 45, 495, soon),
        new StepScenario(Loop.CLOSED, 10, 10, 45, 495, late),
        new StepScenario(Loop.OPEN, 3, ANY, 2, 29, soon),
        new StepScenario(Loop.OPEN, 10, ANY, 45, 145, soon),
        new StepScenario(Loop.OPEN, 10, ANY, 45, 495, soon),
        new StepScenario(Loop.OPEN, 10, ANY, 45, 495, late),
        new StepScenario(Loop.OPEN, 10, 20, 45, 145, soon),
        new StepScenario(Loop.OPEN, 10, 20, 45, 495, soon));
  }

  private static Table costs() {
    Table table = new Table("Costs", "what", "deployments", "replicas of each", "median / highest");
    for (int lookBackSeconds : new int[] {30, 3600}) {
      DecisionTimes.Result decided =
          DecisionTimes.measure(1000, Duration.ofSeconds(lookBackSeconds));
      String lookBack = " (look-back " + lookBackSeconds + " s)";
      table.row("ms to decide on all" + lookBack, 1000, "any", decided.millis().text(2));
      table.row("ms of processor for that" + lookBack, 1000, "any", decided.cpuMillis().text(2));
      table.row("KiB for each" + lookBack, 1000, "any", decided.kibibytesEach());
    }
    for (int deployments : new int[] {1, 1000}) {
      int replicas = 10_000 / deployments;
      LoadBookTimes.Result book = LoadBookTimes.measure(deployments, replicas);
      table.row(
          "ms to take all reports of a second", deployments, replicas, book.reports().text(2));
      table.row(
          "ms to look at all deployments, and for all replicas",
          deployments,
          replicas,
          book.looks().text(2));
    }
    return table;
  }

  private static Table noise() {
    Table table =
        new Table(
            "Noise",
            "per replica",
            "mean load",
            "seen as",
            "service s",
            "flaps in an hour",
            "changes",
            "fewest",
            "most");
    for (int perReplica : new int[] {2, 3, 10}) {
      for (double replicas : new double[] {0.5, 1, 2.7, 5, 10.3, 30}) {
        for (double service : new double[] {0.2, 2}) {
          if (replicas * perReplica / service > MOST_ARRIVALS) {
            continue;
          }
          NoiseScenario noise = new NoiseScenario(perReplica, replicas * perReplica, service);
          List<NoiseScenario.Run> runs = noise.runs();
          table.row(
              perReplica,
              String.format(Locale.ROOT, "%.1f", noise.mean()),
              String.format(
                  Locale.ROOT,
                  "%.1f",
                  runs.stream().mapToDouble(NoiseScenario.Run::measured).average().orElseThrow()),
              service,
              Spread.of(runs.stream().mapToDouble(NoiseScenario.Run::flaps)).text(0),
              Spread.of(runs.stream().mapToDouble(NoiseScenario.Run::changes)).text(0),
              runs.stream().mapToInt(NoiseScenario.Run::lowest).min().orElseThrow(),
              runs.stream().mapToInt(NoiseScenario.Run::highest).max().orElseThrow());
        }
      }
    }
    return table;
  }
}
