package dev.serval.bench.autoscaling;

import dev.serval.operator.autoscaling.load.LoadWindow;
import dev.serval.operator.autoscaling.load.LookBack;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/**
 * What it takes to add up the reports of many replicas and put each new sum into the window of its
 * deployment. Whoever takes the reports keeps the last one of each replica, here in an array; the
 * window keeps nothing of them.
 */
final class ReplicaReports {

  private static final int WARM_UP = 200;
  private static final int MEASURED = 600;

  private ReplicaReports() {}

  /**
   * What was measured.
   *
   * @param millis to take one report of every replica
   */
  record Result(Spread millis) {}

  static Result measure(int deployments, int replicasOfEach) {
    LoadWindow[] windows = new LoadWindow[deployments];
    Arrays.setAll(
        windows, i -> new LoadWindow(new LookBack(Duration.ofSeconds(30)), Duration.ofSeconds(5)));
    long[] sums = new long[deployments];
    int[] last = new int[deployments * replicasOfEach];
    Random random = new Random(1);
    double[] millis = new double[MEASURED];
    for (int second = 0; second < WARM_UP + MEASURED; second++) {
      long start = System.nanoTime();
      for (int replica = 0; replica < last.length; replica++) {
        int running = random.nextInt(10);
        int deployment = replica % deployments;
        sums[deployment] += running - last[replica];
        last[replica] = running;
        long nanos = second * Simulation.SECOND + replica * Simulation.SECOND / last.length;
        windows[deployment].report(nanos, sums[deployment]);
      }
      if (second >= WARM_UP) {
        millis[second - WARM_UP] = (System.nanoTime() - start) / 1e6;
      }
    }
    return new Result(Spread.of(Arrays.stream(millis)));
  }
}
