package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import dev.serval.e2e.support.ReplicaHistory.Asked;
import dev.serval.e2e.support.RunningOperator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Another operator takes over in the middle of a ramp. It knows nothing of the load before: fewer
 * is not what it may make of it.
 */
@ExtendWith(OnCluster.class)
class AutoscalingOperatorScenario {

  private static final int MOST = 5;
  private static final int MILLIS = 300;

  /** 1.2 requests at a time: one replica. */
  private static final int FEW = 4;

  /** 18 requests at a time more: a burst for one replica with a target of 3. */
  private static final int MANY = 60;

  /** Nothing but the window keeps one who has just begun to lead from fewer replicas so long. */
  private static final ScalingDelays WINDOW =
      new ScalingDelays(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(12));

  /** How late this may see that another leads. */
  private static final Duration SEEN = Duration.ofSeconds(1);

  /** A process that leads, and when it was first seen to. */
  private record Leader(String name, long sinceNanos) {}

  @Test
  void goesOnWhenTheOperatorIsKilled(ClusterUnderTest cluster) {
    Workshop workshop = Workshop.shared(cluster);
    try (AutoscaledDeployment worker =
            AutoscaledDeployment.begin(
                workshop.application(), Workshop.WORKER, ScalingSpec.of("HPA", 1, MOST));
        LoadThroughService few = workshop.orders(MILLIS, FEW);
        LoadThroughService many = workshop.orders(MILLIS, MANY)) {
      worker.awaitReady(2);
      Set<String> ready = worker.ready();
      cluster.operator().killLeader();
      worker.awaitReady(MOST);
      cluster.operator().awaitReady(RunningOperator.TAKE_OVER);
      many.awaitServed(10 * MANY);
      assertThat(worker.ready()).hasSize(MOST).containsAll(ready);
      assertNoneFailed(many.stop("autoscaling, operator killed in the middle of a ramp"));
      assertNoneFailed(few.stop("the same, the load before"));
    }
  }

  /** The load falls as soon as another leads. */
  @Test
  void takesNobodyAwayBeforeAWindowIsKnownWhenTheOperatorIsReplaced(ClusterUnderTest cluster) {
    Workshop workshop = Workshop.shared(cluster);
    RunningOperator operator = cluster.operator();
    try (AutoscaledDeployment worker =
            AutoscaledDeployment.begin(
                workshop.application(),
                Workshop.WORKER,
                new ScalingSpec("HPA", 1, MOST, ScalingSpec.TARGET, WINDOW));
        LoadThroughService few = workshop.orders(MILLIS, FEW);
        LoadThroughService many = workshop.orders(MILLIS, MANY)) {
      long begun = System.nanoTime();
      worker.awaitReady(2);
      List<Leader> leaders = new ArrayList<>();
      look(operator, leaders);
      CompletableFuture<Void> rolled = CompletableFuture.runAsync(operator::roll);
      Await.until(
          "another operator leads",
          RunningOperator.TAKE_OVER.multipliedBy(2),
          () -> look(operator, leaders) > 1);
      assertThat(worker.history().firstFewerSince(begun)).isEmpty();
      assertNoneFailed(many.stop("autoscaling, operator replaced in the middle of a ramp"));

      worker.await(
          "fewer replicas",
          () -> {
            look(operator, leaders);
            return worker.history().firstFewerSince(begun).isPresent();
          });
      Asked fewer = worker.history().firstFewerSince(begun).orElseThrow();
      Duration led = Duration.ofNanos(fewer.nanos() - lastBefore(fewer, leaders).sinceNanos());
      System.out.printf("fewer replicas %.1f s after another operator led%n", led.toMillis() / 1e3);
      assertThat(led.plus(SEEN)).isGreaterThanOrEqualTo(WINDOW.lookBack());
      rolled.join();
      worker.awaitPods(1);
      assertNoneFailed(few.stop("the same, the load before and after"));
    }
  }

  /** Notes who leads now, and returns how many have led until now. */
  private static int look(RunningOperator operator, List<Leader> leaders) {
    operator
        .leader()
        .filter(name -> leaders.isEmpty() || !leaders.getLast().name().equals(name))
        .ifPresent(name -> leaders.add(new Leader(name, System.nanoTime())));
    return leaders.size();
  }

  private static Leader lastBefore(Asked change, List<Leader> leaders) {
    return leaders.stream()
        .filter(leader -> leader.sinceNanos() - change.nanos() <= 0)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static void assertNoneFailed(LoadFigures figures) {
    assertThat(figures.failed()).as(figures.toString()).isZero();
  }
}
