package dev.serval.e2e.scenarios;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.ForwardedHub;
import dev.serval.e2e.support.HubTokens;
import dev.serval.e2e.support.InstalledOperator;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import dev.serval.hub.v1.Endpoint;
import dev.serval.hub.v1.Snapshot;
import io.fabric8.kubernetes.api.model.Pod;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Applications beside each other, in one namespace and in two, some of them wrong. */
@ExtendWith(OnCluster.class)
class SideBySideScenario {

  private static final int PER_SECOND = 30;
  private static final int MILLIS = 20;
  private static final Duration JUDGED = Duration.ofSeconds(30);

  /** Takes the schema's rules, but removes the container that is to serve. */
  private static final String WRONG =
      """
      apiVersion: serving.serval.dev/v1alpha1
      kind: ServeApplication
      metadata:
        name: %s
      spec:
        image: serval-e2e-application:0.1.0-SNAPSHOT
        deployments:
        - name: Worker
          podTemplate:
            spec:
              containers:
              - {name: stage, $patch: delete}
      """;

  /** Its ingress Service has the name of a Service that the other application needs. */
  private static final String IN_THE_WAY =
      """
      apiVersion: serving.serval.dev/v1alpha1
      kind: ServeApplication
      metadata:
        name: workshop-worker
      spec:
        image: serval-e2e-application:0.1.0-SNAPSHOT
        ingress: {deployment: Counter}
        deployments:
        - name: Counter
          replicas: 0
      """;

  /** Its deployment has the name of one of the other application. */
  private static final String BESIDE =
      """
      apiVersion: serving.serval.dev/v1alpha1
      kind: ServeApplication
      metadata:
        name: beside
      spec:
        image: serval-e2e-application:0.1.0-SNAPSHOT
        deployments:
        - name: Worker
      """;

  @Test
  void neighboursDoNotInfluenceOneAnother(ClusterUnderTest cluster) {
    Workshop workshop = Workshop.shared(cluster);
    ApplicationUnderTest first = workshop.application();
    Set<String> workers = first.readyPodUids(Workshop.WORKER);
    Set<String> counters = first.readyPodUids(Workshop.INGRESS);
    try (LoadThroughService load = workshop.orders(MILLIS, PER_SECOND);
        ApplicationUnderTest wrong = first.neighbour("wrong", WRONG.formatted("wrong"));
        ApplicationUnderTest inTheWay = first.neighbour("workshop-worker", IN_THE_WAY)) {
      assertThat(whyNot(wrong).reason()).isEqualTo("SpecInvalid");
      assertThat(whyNot(wrong).message()).contains("podTemplate");
      assertThat(whyNot(inTheWay).reason()).isEqualTo("ForeignObject");
      assertThat(whyNot(inTheWay).message()).contains("Service", "workshop-worker");

      try (Workshop second = Workshop.own(cluster);
          LoadThroughService other = second.orders(MILLIS, PER_SECOND)) {
        first.awaitReady(JUDGED);
        other.awaitServed(PER_SECOND);
        LoadFigures figures = other.stop("the same application in another namespace");
        assertThat(figures.failed()).as(figures.toString()).isZero();
      }
      load.awaitServed(PER_SECOND);
      LoadFigures figures =
          load.stop("beside a wrong application, one in the way, and one that came and went");
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
    assertThat(first.readyPodUids(Workshop.WORKER)).isEqualTo(workers);
    assertThat(first.readyPodUids(Workshop.INGRESS)).isEqualTo(counters);
    first.awaitReady(JUDGED);
  }

  @Test
  void aPodIsToldOfItsOwnApplicationAlone(ClusterUnderTest cluster) throws IOException {
    assumeThat(cluster.operator())
        .as("the operator is in the cluster, else there is no hub")
        .isInstanceOf(InstalledOperator.class);
    ApplicationUnderTest first = Workshop.shared(cluster).application();
    try (ApplicationUnderTest beside = first.neighbour("beside", Workshop.withImage(BESIDE));
        Workshop elsewhere = Workshop.own(cluster);
        ForwardedHub hub = ForwardedHub.open(cluster, first)) {
      beside.awaitReady(Workshop.START);
      HubTokens tokens = new HubTokens(cluster.client());
      for (ApplicationUnderTest each : List.of(first, beside, elsewhere.application())) {
        Pod pod = each.readyPods(Workshop.WORKER).getFirst();
        assertThat(replicas(hub.tells(tokens.of(pod)))).isEqualTo(podNames(each));
      }
      Pod pod = first.readyPods(Workshop.WORKER).getFirst();
      assertRefused(hub, tokens.ofAccount(pod), Status.Code.PERMISSION_DENIED);
      assertRefused(hub, tokens.of(pod, "somebody-else"), Status.Code.UNAUTHENTICATED);
    }
  }

  private static void assertRefused(ForwardedHub hub, String token, Status.Code code) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> hub.tells(token))
        .satisfies(refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(code));
  }

  private static Set<String> replicas(Snapshot snapshot) {
    return snapshot.getDeploymentsList().stream()
        .flatMap(deployment -> deployment.getEndpointsList().stream())
        .map(Endpoint::getId)
        .collect(toSet());
  }

  private static Set<String> podNames(ApplicationUnderTest application) {
    return application.resource().getSpec().deployments().stream()
        .flatMap(deployment -> application.readyPods(deployment.name()).stream())
        .map(pod -> pod.getMetadata().getName())
        .collect(toSet());
  }

  private static Condition whyNot(ApplicationUnderTest application) {
    return application.awaitCondition("SpecValid", ConditionStatus.FALSE, any -> true, JUDGED);
  }
}
