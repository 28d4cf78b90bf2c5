package dev.serval.bench.autoscaling;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.discovery.load.ReplicaLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * What it takes to take the reports of many replicas into the book of the operator that leads, and
 * to look at all of their deployments, as its loop does each second. Each replica waits for the
 * next deployment too.
 */
final class LoadBookTimes {

  private static final int WARM_UP = 200;
  private static final int MEASURED = 600;

  private final LoadBook book;
  private final ApplicationId[] applications;
  private final String[] deployments;
  private final ReplicaId[] replicas;
  private final Random random = new Random(1);
  private Instant now = Instant.EPOCH;

  /**
   * What was measured.
   *
   * @param reports milliseconds to take one of every replica
   * @param looks milliseconds to look at every deployment, and whether each of its replicas reports
   */
  record Result(Spread reports, Spread looks) {}

  private LoadBookTimes(int deploymentCount, int replicasOfEach) {
    book = new LoadBook(Duration.ofSeconds(5), deploymentCount * replicasOfEach);
    applications = new ApplicationId[deploymentCount];
    deployments = new String[deploymentCount];
    replicas = new ReplicaId[deploymentCount * replicasOfEach];
    for (int i = 0; i < deploymentCount; i++) {
      applications[i] = new ApplicationId("shop", "application-" + i / 10);
      deployments[i] = "Deployment" + i % 10;
      for (int replica = 0; replica < replicasOfEach; replica++) {
        replicas[replica * deploymentCount + i] =
            new ReplicaId(applications[i], deployments[i], "pod-" + i + '-' + replica);
      }
    }
  }

  static Result measure(int deployments, int replicasOfEach) {
    LoadBookTimes times = new LoadBookTimes(deployments, replicasOfEach);
    double[] reports = new double[MEASURED];
    double[] looks = new double[MEASURED];
    for (int second = 0; second < WARM_UP + MEASURED; second++) {
      long start = System.nanoTime();
      times.reportAll(second);
      long reported = System.nanoTime();
      times.lookAtAll();
      long looked = System.nanoTime();
      if (second >= WARM_UP) {
        reports[second - WARM_UP] = (reported - start) / 1e6;
        looks[second - WARM_UP] = (looked - reported) / 1e6;
      }
    }
    return new Result(Spread.of(Arrays.stream(reports)), Spread.of(Arrays.stream(looks)));
  }

  private void reportAll(int second) {
    for (ReplicaId replica : replicas) {
      now = now.plusNanos(Simulation.SECOND / replicas.length);
      Map<String, Long> queued = Map.of("Deployment" + random.nextInt(10), 1L);
      book.report(replica, 1, new ReplicaLoad(second, random.nextInt(10), queued, false), now);
    }
  }

  private void lookAtAll() {
    int seen = 0;
    for (int i = 0; i < deployments.length; i++) {
      seen += book.load(applications[i], deployments[i], now).orElseThrow().replicas();
    }
    for (ReplicaId replica : replicas) {
      seen += book.latest(replica, now).isPresent() ? 1 : 0;
    }
    if (seen != 2 * replicas.length) {
      throw new IllegalStateException(
          seen + " replicas of " + replicas.length + " were seen twice");
    }
  }
}
