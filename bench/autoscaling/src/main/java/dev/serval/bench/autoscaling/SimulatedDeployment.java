package dev.serval.bench.autoscaling;

import dev.serval.operator.autoscaling.decision.Autoscaler;
import dev.serval.operator.autoscaling.decision.Decision;
import dev.serval.operator.autoscaling.decision.Observation;
import dev.serval.operator.autoscaling.decision.ScalingState;
import dev.serval.operator.autoscaling.decision.Step;
import dev.serval.operator.autoscaling.load.LoadWindow;
import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
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

  private int reportedQueue;
  private long reportedTotal;

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
    time.eachSecond(phase(), this::reportQueue);
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
      report(replica);
    }
    time.after(
        serviceNanos,
        () -> {
          replica.end();
          if (!replica.leaving()) {
            running--;
          }
          if (replica.running() == 0) {
            report(replica);
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
    time.eachSecond(phase(), () -> report(replica));
    serveQueue();
    reportQueueIfChanged();
  }

  private void report(SimulatedReplica replica) {
    reportTotal(replica.report());
  }

  /** At once if it has become empty or no longer is. */
  private void reportQueueIfChanged() {
    if ((queued() == 0) != (reportedQueue == 0)) {
      reportQueue();
    }
  }

  private void reportQueue() {
    int change = queued() - reportedQueue;
    reportedQueue = queued();
    reportTotal(change);
  }

  private void reportTotal(int change) {
    boolean first = reportedTotal == 0 && change > 0;
    reportedTotal += change;
    window.report(time.now(), reportedTotal);
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
