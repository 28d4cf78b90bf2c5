package dev.serval.bench.autoscaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The shapes of the tests that Ray Serve publishes of its autoscaling, in simulated time. */
final class RayServeTests {

  private static final int SEEDS = 10;

  /** Within the ranges that are published; which application has which isn't. */
  private static final List<ManyUsersScenario> APPLICATIONS =
      List.of(
          new ManyUsersScenario(1, 200, 1, 0.1, 12),
          new ManyUsersScenario(2, 200, 1, 0.2, 13),
          new ManyUsersScenario(5, 300, 2, 0.1, 12),
          new ManyUsersScenario(10, 300, 2, 0.3, 13),
          new ManyUsersScenario(25, 500, 3, 0.2, 12),
          new ManyUsersScenario(50, 500, 3, 0.4, 13),
          new ManyUsersScenario(100, 1000, 5, 0.3, 12),
          new ManyUsersScenario(250, 1000, 5, 0.4, 13));

  private RayServeTests() {}

  /** Eight applications whose replicas take two minutes to start. */
  static Table eightApplications() {
    Table table =
        new Table(
            "Eight applications",
            "replicas",
            "slots",
            "per replica",
            "users",
            "p50 / p99 ms while users come",
            "p50 / p99 ms while all are there",
            "requests a second then",
            "asked for at most",
            "ready at the end");
    for (ManyUsersScenario application : APPLICATIONS) {
      ManyUsersScenario.Run run = application.run(1);
      table.row(
          application.least() + " to " + application.most(),
          application.slots(),
          application.perReplica(),
          application.users(),
          quantiles(run.ramp()),
          quantiles(run.hold()),
          String.format(Locale.ROOT, "%.0f", run.requestsPerSecondInHold()),
          run.asked(),
          run.ready());
    }
    return table;
  }

  private static String quantiles(Latencies latencies) {
    return latencies.millisOf(500) + " / " + latencies.millisOf(990);
  }

  /** Requests that are held open and become twice as many every three minutes. */
  static Table doubling() {
    Table table = new Table("Doubling", "requests", "decided for all s", "asked for", "at most");
    List<List<DoublingScenario.Stage>> runs =
        IntStream.range(0, SEEDS).mapToObj(DoublingScenario::run).toList();
    for (int stage = 0; stage < runs.getFirst().size(); stage++) {
      List<DoublingScenario.Stage> same = new ArrayList<>();
      for (List<DoublingScenario.Stage> run : runs) {
        same.add(run.get(stage));
      }
      table.row(
          same.getFirst().requests(),
          Spread.of(same.stream().mapToDouble(DoublingScenario.Stage::decidedSeconds)).text(1),
          Spread.of(same.stream().mapToDouble(DoublingScenario.Stage::asked)).text(0),
          Spread.of(same.stream().mapToDouble(DoublingScenario.Stage::most)).text(0));
    }
    return table;
  }
}
