package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import dev.serval.e2e.support.SpecChange;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An update that can't work: what served before goes on, the status says why, and applying the last
 * good spec again recovers.
 */
@ExtendWith(OnCluster.class)
class FailedUpdateScenario {

  private static final int PER_SECOND = 30;
  private static final int MILLIS = 20;
  private static final Duration NOTICED = Duration.ofSeconds(90);
  private static final Duration RECOVERED = Duration.ofSeconds(60);

  @Test
  void imageThatCannotBePulled(ClusterUnderTest cluster) {
    failAndRecover(
        cluster,
        List.of(SpecChange.of(Workshop.WORKER, "image", "\"registry.invalid/no-such-image:1\"")),
        List.of(SpecChange.without(Workshop.WORKER, "image")),
        "ImagePullFailed",
        "registry.invalid/no-such-image:1");
  }

  @Test
  void constructorThatFails(ClusterUnderTest cluster) {
    failAndRecover(
        cluster,
        List.of(
            SpecChange.environment(
                Workshop.WORKER, "WORKSHOP_FAULTS_CONSTRUCTOR", "the model file is missing")),
        List.of(SpecChange.without(Workshop.WORKER, "env")),
        "CrashLoop",
        "the model file is missing");
  }

  @Test
  void healthCheckThatFails(ClusterUnderTest cluster) {
    failAndRecover(
        cluster,
        List.of(
            SpecChange.environment(Workshop.WORKER, "WORKSHOP_FAULTS_HEALTH", "no GPU"),
            SpecChange.of(Workshop.WORKER, "healthCheck", "{\"period\":\"2s\"}")),
        List.of(
            SpecChange.without(Workshop.WORKER, "env"),
            SpecChange.without(Workshop.WORKER, "healthCheck")),
        "ProbeFailing",
        "probe fails");
  }

  private static void failAndRecover(
      ClusterUnderTest cluster,
      List<SpecChange> update,
      List<SpecChange> back,
      String reason,
      String message) {
    Workshop workshop = Workshop.shared(cluster);
    ApplicationUnderTest application = workshop.application();
    Set<String> workers = application.readyPodUids(Workshop.WORKER);
    Set<String> counters = application.readyPodUids(Workshop.INGRESS);
    try (LoadThroughService load = workshop.orders(MILLIS, PER_SECOND)) {
      application.change(update.toArray(SpecChange[]::new));
      Duration changed = load.elapsed();
      Condition degraded =
          application.awaitCondition(
              "Degraded",
              ConditionStatus.TRUE,
              condition -> condition.reason().equals(reason),
              NOTICED);
      Duration noticed = load.elapsed().minus(changed);
      assertThat(degraded.message()).contains(Workshop.WORKER).contains(message);
      assertThat(application.awaitCondition("Ready", ConditionStatus.FALSE, any -> true, NOTICED))
          .extracting(Condition::reason)
          .isEqualTo(reason);
      load.awaitServed(PER_SECOND);
      assertThat(application.readyPodUids(Workshop.WORKER)).isEqualTo(workers);

      application.change(back.toArray(SpecChange[]::new));
      changed = load.elapsed();
      application.awaitReady(RECOVERED);
      Duration recovered = load.elapsed().minus(changed);
      load.awaitServed(PER_SECOND);
      LoadFigures figures =
          load.stop(
              "update with %s, said after %.1f s; Ready again %.1f s after going back"
                  .formatted(reason, noticed.toMillis() / 1e3, recovered.toMillis() / 1e3));
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
    assertThat(application.readyPodUids(Workshop.WORKER)).isEqualTo(workers);
    assertThat(application.readyPodUids(Workshop.INGRESS)).isEqualTo(counters);
  }
}
