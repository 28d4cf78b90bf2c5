package dev.serval.bench.autoscaling;

import dev.serval.operator.autoscaling.decision.Autoscaler;
import dev.serval.operator.autoscaling.decision.Observation;
import dev.serval.operator.autoscaling.decision.ScalingState;
import dev.serval.operator.autoscaling.decision.Step;
import dev.serval.operator.autoscaling.hpa.ServedMetric;
import dev.serval.operator.autoscaling.load.LoadWindow;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What it takes in real time and memory to decide on many deployments each second. */
final class DecisionTimes {

  private static final int WARM_UP = 2000;
  private static final int MEASURED = 2000;

  /** Changes that a status has. */
  private static final int KEPT = 10;

  private DecisionTimes() {}

  /**
   * What was measured.
   *
   * @param millis to report for, decide on and serve the metric of all deployments once
   * @param cpuMillis the processor time of that, which other processes don't lengthen
   * @param kibibytesEach what a deployment keeps after all of it, the explanations of its last ten
   *     changes included
   */
  record Result(Spread millis, Spread cpuMillis, String kibibytesEach) {}

  /** One deployment whose load wanders, so that every path is taken now and then. */
  private static final class Deployment {
    private final ScalingPolicy policy;
    private final LoadWindow window;
    private ScalingState state = ScalingState.of(5);

    /** As the operator keeps them for the status. */
    private final Deque<String> changes = new ArrayDeque<>();

    private long served;
    private long load;

    Deployment(ScalingPolicy policy) {
      this.policy = policy;
      this.window = new LoadWindow(policy.lookBack(), Duration.ofSeconds(5));
    }

    void decide(long nanos, Random random) {
      load =
          random.nextInt(200) == 0
              ? random.nextInt(500)
              : Math.max(0, load + random.nextInt(3) - 1);
      window.report(nanos, load);
      Step step =
          Autoscaler.decide(
              policy, state, new Observation(nanos, state.target(), window.measure(nanos)));
      served = ServedMetric.of(step.decision(), state.target(), 0.1).milli();
      state = step.state();
      if (step.decision().changes()) {
        changes.addFirst(step.decision().explanation());
      }
      if (changes.size() > KEPT) {
        changes.removeLast();
      }
    }
  }

  static Result measure(int count, Duration lookBack) {
    ScalingPolicy policy =
        ScalingPolicy.between(0, 200)
            .lookBackPeriod(lookBack)
            .upscaleDelay(Duration.ofSeconds(5))
            .downscaleDelay(Duration.ofSeconds(20))
            .build();
    long before = usedBytes();
    List<Deployment> deployments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      deployments.add(new Deployment(policy));
    }
    Random random = new Random(1);
    double[] millis = new double[MEASURED];
    double[] cpuMillis = new double[MEASURED];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int tick = 0; tick < WARM_UP + MEASURED; tick++) {
      long nanos = tick * Simulation.SECOND;
      long cpuStart = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      deployments.forEach(deployment -> deployment.decide(nanos, random));
      if (tick >= WARM_UP) {
        millis[tick - WARM_UP] = (System.nanoTime() - start) / 1e6;
        cpuMillis[tick - WARM_UP] = (threads.getCurrentThreadCpuTime() - cpuStart) / 1e6;
      }
    }
    double kibibytes = (usedBytes() - before) / 1024.0 / count;
    long sum = deployments.stream().mapToLong(deployment -> deployment.served).sum();
    if (sum <= 0) {
      throw new IllegalStateException("nothing was served, so nothing was measured");
    }
    return new Result(
        Spread.of(Arrays.stream(millis)),
        Spread.of(Arrays.stream(cpuMillis)),
        String.format(Locale.ROOT, "%.1f", kibibytes));
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
