package dev.serval.bench.autoscaling;

import dev.serval.operator.autoscaling.decision.Autoscaler;
import dev.serval.operator.autoscaling.decision.Decision;
import dev.serval.operator.autoscaling.decision.Observation;
import dev.serval.operator.autoscaling.decision.ScalingState;
import dev.serval.operator.autoscaling.decision.Step;
import dev.serval.operator.autoscaling.load.LoadReading;
import dev.serval.operator.autoscaling.load.LoadWindow;
import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * One deployment with mode Native: replicas that start slowly, a queue before them, reports each
 * second and at once when one becomes idle or busy, a decision each second and at once when the
 * first request comes.
 */
final class SimulatedDeployment {

  private static final Duration BELIEVED = Duration.ofSeconds(5);

  private final Simulation time;
  private final Random random;
  private final ScalingPolicy policy;
  private final Duration podStart;
  private final int slots;
  private final LoadWindow window;

  /** All that are not to go, and of them those that take requests. */
  private final List<SimulatedReplica> staying = new ArrayList<>();

  private final List<SimulatedReplica> ready = new ArrayList<>();
  private final List<Decision> changes = new ArrayList<>();
  private final List<Runnable> queue = new ArrayList<>();
  private final List<Long> readyAt = new ArrayList<>();
  private ScalingState state;
  private DoubleSummaryStatistics means = new DoubleSummaryStatistics();
  private int queueHead;

  /** Requests that run on replicas that are to stay. */
  private long running;

  private final ReportedCount reportedQueue = new ReportedCount();

  /** Over all sources of reports: what was told last, and what was told regularly. */
  private long reportedTotal;

  private long regularTotal;

  /**
   * Starts with replicas that are ready.
   *
   * @param podStart from the decision to a replica that takes requests
   * @param slots how many requests a replica runs at once
   */
  SimulatedDeployment(
      Simulation time,
      Random random,
      ScalingPolicy policy,
      int replicas,
      Duration podStart,
      int slots) {
    this.time = time;
    this.random = random;
    this.policy = policy;
    this.podStart = podStart;
    this.slots = slots;
    this.window = new LoadWindow(policy.lookBack(), BELIEVED);
    this.state = ScalingState.of(replicas);
    for (int i = 0; i < replicas; i++) {
      start(0);
    }
    time.eachSecond(phase(), () -> reportRegularly(reportedQueue, queued()));
    time.eachSecond(phase(), this::decide);
  }

  /** A request that takes a while once it runs, and what happens when it has ended. */
  void call(long serviceNanos, Runnable ended) {
    queue.add(() -> run(serviceNanos, ended));
    serveQueue();
    reportQueueIfChanged();
  }

  /** The means over the look-back period, as decisions see them from now on. */
  DoubleSummaryStatistics watchMeans() {
    means = new DoubleSummaryStatistics();
    return means;
  }

  int target() {
    return state.target();
  }

  int ready() {
    return ready.size();
  }

  int queued() {
    return queue.size() - queueHead;
  }

  /** Decisions that changed the number of replicas, in their order. */
  List<Decision> changes() {
    return changes;
  }

  /** When the first replica became ready after a point in time. */
  Optional<Long> firstReadyAfter(long nanos) {
    return readyAt.stream().filter(at -> at > nanos).findFirst();
  }

  private void run(long serviceNanos, Runnable ended) {
    SimulatedReplica replica = withFreeSlot();
    replica.begin();
    running++;
    if (replica.running() == 1) {
      report(replica.reported(), replica.running());
    }
    time.after(
        serviceNanos,
        () -> {
          replica.end();
          if (!replica.leaving()) {
            running--;
          }
          if (replica.running() == 0) {
            report(replica.reported(), replica.running());
          }
          ended.run();
          serveQueue();
          reportQueueIfChanged();
        });
  }

  private void serveQueue() {
    while (queued() > 0 && running < (long) ready.size() * slots) {
      queue.get(queueHead).run();
      queue.set(queueHead++, null);
      if (queueHead > 1000 && queueHead * 2 > queue.size()) {
        queue.subList(0, queueHead).clear();
        queueHead = 0;
      }
    }
  }

  /** The better of two by chance; any that is not full if both are. */
  private SimulatedReplica withFreeSlot() {
    SimulatedReplica one = ready.get(random.nextInt(ready.size()));
    SimulatedReplica other = ready.get(random.nextInt(ready.size()));
    SimulatedReplica better = one.running() <= other.running() ? one : other;
    if (better.running() < slots) {
      return better;
    }
    return ready.stream().filter(replica -> replica.running() < slots).findFirst().orElseThrow();
  }

  private void start(long afterNanos) {
    SimulatedReplica replica = new SimulatedReplica();
    staying.add(replica);
    if (afterNanos == 0) {
      becomeReady(replica);
    } else {
      time.after(afterNanos, () -> becomeReady(replica));
    }
  }

  private void becomeReady(SimulatedReplica replica) {
    if (replica.leaving()) {
      return;
    }
    ready.add(replica);
    readyAt.add(time.now());
    reportRegularly(replica.reported(), 0);
    time.eachSecond(phase(), () -> reportRegularly(replica.reported(), replica.running()));
    serveQueue();
    reportQueueIfChanged();
  }

  /** At once if it has become empty or no longer is. */
  private void reportQueueIfChanged() {
    if ((queued() == 0) != (reportedQueue.told() == 0)) {
      report(reportedQueue, queued());
    }
  }

  private void reportRegularly(ReportedCount source, int count) {
    regularTotal += source.tellRegularly(count);
    report(source, count);
  }

  private void report(ReportedCount source, int count) {
    int change = source.tell(count);
    boolean first = reportedTotal == 0 && change > 0;
    reportedTotal += change;
    window.report(time.now(), new LoadReading(reportedTotal, OptionalLong.of(regularTotal), false));
    if (first) {
      decide();
    }
  }

  private void decide() {
    MeasuredLoad load = window.measure(time.now());
    load.lookBack().mean().ifPresent(means::accept);
    Step step = Autoscaler.decide(policy, state, new Observation(time.now(), ready.size(), load));
    state = step.state();
    if (step.decision().changes()) {
      changes.add(step.decision());
      scaleTo(step.decision().target());
    }
  }

  private void scaleTo(int target) {
    while (staying.size() < target) {
      start(podStart.toNanos());
    }
    while (staying.size() > target) {
      SimulatedReplica newest = staying.removeLast();
      newest.leave();
      if (ready.remove(newest)) {
        running -= newest.running();
      }
    }
  }

  private long phase() {
    return 1 + random.nextLong(Simulation.SECOND);
  }
}
