package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** The process of a replica ends at once, as by the kernel's want of memory. */
@ExtendWith(OnCluster.class)
@DisabledIfEnvironmentVariable(
    named = "CLUSTER",
    matches = "current",
    disabledReason = "needs the nodes, which aren't ours")
class KillScenario {

  private static final int PER_SECOND = 30;

  /** So long that several orders are under way when the replica is killed. */
  private static final int MILLIS = 200;

  private static final Duration AVOIDED = Duration.ofSeconds(1);

  /** Until the kubelet, the API server and kube-proxy have told one another. */
  private static final Duration OUT_OF_SERVICE = Duration.ofSeconds(10);

  /**
   * Half of what is under way then, give or take: a second's orders are the least generous bound.
   */
  private static final int UNDER_WAY = PER_SECOND;

  @Test
  void onlyAcceptedOrdersThatMayNotBeRepeatedAreLost(ClusterUnderTest cluster) {
    Workshop workshop = Workshop.shared(cluster);
    ApplicationUnderTest application = workshop.application();
    Pod victim = application.readyPods(Workshop.WORKER).getFirst();
    String replica = victim.getMetadata().getName();
    try (LoadThroughService orders = workshop.orders(MILLIS, PER_SECOND);
        LoadThroughService looks = workshop.looks(MILLIS, PER_SECOND)) {
      cluster.machines().killContainer(victim);
      Duration killed = orders.elapsed();
      application.awaitRestarted(victim, Workshop.START);
      application.awaitReady(Workshop.START);
      orders.awaitServed(PER_SECOND);
      LoadFigures lookFigures = looks.stop("SIGKILL of a worker, orders that may be repeated");
      LoadFigures figures = orders.stop("SIGKILL of a worker, orders that may not");

      assertThat(lookFigures.failed()).as(lookFigures.toString()).isZero();
      assertThat(figures.failed()).as(figures.toString()).isLessThanOrEqualTo(UNDER_WAY);
      assertThat(figures.failures())
          .allSatisfy(
              failure ->
                  assertThat(failure.kind())
                      .startsWith("503")
                      .contains("was lost with replica " + replica, "after it was accepted"));
      assertThat(figures.failuresDueAfter(killed.plus(AVOIDED))).isEmpty();
    }
  }

  /**
   * What becomes of requests that come in at the replica that is killed isn't Serval's to decide:
   * the Service sends new connections there until the kubelet has told. That others are served is.
   */
  @Test
  void ingressReplicaThatIsKilledIsOutOfTheServiceSoon(ClusterUnderTest cluster) {
    Workshop workshop = Workshop.shared(cluster);
    ApplicationUnderTest application = workshop.application();
    Pod victim = application.readyPods(Workshop.INGRESS).getFirst();
    try (LoadThroughService orders = workshop.orders(MILLIS, PER_SECOND)) {
      cluster.machines().killContainer(victim);
      Duration killed = orders.elapsed();
      application.awaitRestarted(victim, Workshop.START);
      application.awaitReady(Workshop.START);
      orders.awaitServed(PER_SECOND);
      LoadFigures figures = orders.stop("SIGKILL of an ingress replica");
      Duration last = figures.failures().isEmpty() ? killed : figures.failures().getLast().due();
      System.out.printf("  last failure due %.1f s after%n", last.minus(killed).toMillis() / 1e3);
      assertThat(figures.failuresDueAfter(killed.plus(OUT_OF_SERVICE))).isEmpty();
    }
  }
}
