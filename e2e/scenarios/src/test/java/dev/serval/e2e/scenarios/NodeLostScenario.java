package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A node is lost with all that runs on it. How soon that is noticed is Kubernetes' to decide; what
 * it costs is measured.
 */
@ExtendWith(OnCluster.class)
@DisabledIfEnvironmentVariable(
    named = "CLUSTER",
    matches = "current",
    disabledReason = "needs the nodes, which aren't ours")
class NodeLostScenario {

  private static final int PER_SECOND = 30;
  private static final int MILLIS = 20;

  /** Kubernetes' own default is five minutes. */
  private static final String LEAVES_SOON =
      """
          podTemplate:
            spec:
              tolerations:
              - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 1}
              - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 1}
      """;

  private static final Duration NOTICED = Duration.ofSeconds(120);
  private static final Duration BACK = Duration.ofSeconds(120);

  @Test
  void requestsAreServedAgainWithoutTheNode(ClusterUnderTest cluster) {
    try (Workshop workshop = Workshop.own(cluster, manifest())) {
      ApplicationUnderTest application = workshop.application();
      String node = nodeOf(lastWorker(application));
      boolean operatorLeft = cluster.operator().runsWithout(node);
      try (LoadThroughService orders = workshop.orders(MILLIS, PER_SECOND);
          LoadThroughService looks = workshop.looks(MILLIS, PER_SECOND)) {
        cluster.machines().loseNode(node);
        Duration lost = orders.elapsed();
        Await.until(node + " counts as lost", NOTICED, () -> !isReady(cluster, node));
        Duration noticed = orders.elapsed().minus(lost);
        if (operatorLeft) {
          application.awaitCondition("Ready", ConditionStatus.FALSE, any -> true, NOTICED);
        } else {
          // Its successor may find the pods replaced already, and nothing to say.
          System.out.println("  " + node + " had all of the operator");
        }
        Await.until(
            "all deployments are whole without " + node,
            NOTICED,
            () -> Workshop.ALL.stream().allMatch(each -> isWholeWithout(node, application, each)));
        application.awaitReady(NOTICED);
        Duration recovered = orders.elapsed().minus(lost);
        Duration settled = orders.elapsed();
        orders.awaitServed(5L * PER_SECOND);
        looks.stop("node lost, orders that may be repeated");
        LoadFigures figures = orders.stop("node lost, orders that may not");
        System.out.printf(
            "  the node counts as lost after %.1f s; last failure due %.1f s after; Ready again"
                + " after %.1f s%n",
            seconds(noticed), seconds(lastFailure(figures, lost)), seconds(recovered));
        assertThat(figures.failuresDueAfter(settled)).isEmpty();
      } finally {
        cluster.machines().returnNode(node);
        Await.until(node + " is back", BACK, () -> isReady(cluster, node));
      }
      application.awaitPods(Workshop.WORKER, 2, BACK);
      cluster.operator().awaitReady(NOTICED);
    }
  }

  private static String manifest() {
    return Workshop.manifest().replace("    replicas: 2\n", "    replicas: 2\n" + LEAVES_SOON);
  }

  /** The first node's part is to let this machine reach the Services of the local cluster. */
  private static Pod lastWorker(ApplicationUnderTest application) {
    return application.readyPods(Workshop.WORKER).stream()
        .max(Comparator.comparing(NodeLostScenario::nodeOf))
        .orElseThrow();
  }

  private static boolean isWholeWithout(
      String node, ApplicationUnderTest application, String deployment) {
    List<Pod> ready = application.readyPods(deployment);
    return ready.size() == 2 && ready.stream().noneMatch(pod -> nodeOf(pod).equals(node));
  }

  private static String nodeOf(Pod pod) {
    return pod.getSpec().getNodeName();
  }

  private static boolean isReady(ClusterUnderTest cluster, String node) {
    return Readiness.isNodeReady(cluster.client().nodes().withName(node).require());
  }

  private static Duration lastFailure(LoadFigures figures, Duration lost) {
    return figures.failures().isEmpty()
        ? Duration.ZERO
        : figures.failures().getLast().due().minus(lost);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
