package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ReplicaHistory;
import dev.serval.e2e.support.SpecChange;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A deployment of a shared application that begins with one replica and scales while this is open;
 * then it has two again, as scenarios that share the application expect it.
 */
final class AutoscaledDeployment implements AutoCloseable {

  /** Until replicas have followed a load; five JVMs may have to share two cores. */
  private static final Duration FOLLOWS = Duration.ofSeconds(120);

  private static final Duration APPLIED = Duration.ofSeconds(30);

  private final ApplicationUnderTest application;
  private final String deployment;
  private final Duration follows;
  private final ReplicaHistory history;

  private AutoscaledDeployment(
      ApplicationUnderTest application, String deployment, ScalingSpec spec) {
    this.application = application;
    this.deployment = deployment;
    this.follows = FOLLOWS.plus(spec.delays().sum());
    this.history = application.watchReplicas(deployment);
  }

  /** Lets it scale. The replica that it begins with isn't replaced. */
  static AutoscaledDeployment begin(
      ApplicationUnderTest application, String deployment, ScalingSpec spec) {
    application.scale(deployment, 1);
    application.awaitPods(deployment, 1, FOLLOWS);
    Set<String> before = application.readyPodUids(deployment);
    AutoscaledDeployment scaled = new AutoscaledDeployment(application, deployment, spec);
    try {
      application.change(
          SpecChange.without(deployment, "replicas"),
          SpecChange.of(deployment, "autoscaling", spec.asJson()));
      scaled.awaitActive(spec);
      if (spec.least() > 0) {
        assertThat(application.readyPodUids(deployment)).isEqualTo(before);
      }
      return scaled;
    } catch (RuntimeException | AssertionError e) {
      scaled.close();
      throw e;
    }
  }

  private void awaitActive(ScalingSpec spec) {
    boolean external = spec.mode().equals("External");
    application.awaitCondition(
        "AutoscalingActive",
        external ? ConditionStatus.FALSE : ConditionStatus.TRUE,
        condition -> condition.reason().equals("External") == external,
        APPLIED);
  }

  /** Since it began to scale. */
  ReplicaHistory history() {
    return history;
  }

  /** Waits until it has so many ready replicas and no others, also none about to end. */
  void awaitPods(int count) {
    application.awaitPods(deployment, count, follows);
  }

  /** Waits until it has so many ready replicas or more. */
  void awaitReady(int replicas) {
    Await.until(replicas + " replicas are ready", follows, () -> ready().size() >= replicas);
  }

  /** Waits for something that replicas do. */
  void await(String what, BooleanSupplier condition) {
    Await.until(what, follows, condition);
  }

  /** The identities of the ready replicas. */
  Set<String> ready() {
    return application.readyPodUids(deployment);
  }

  /** Changes a field of the deployment, and waits until that is done. */
  void change(String field, String value) {
    application.change(SpecChange.of(deployment, field, value));
    application.awaitReady(APPLIED);
  }

  @Override
  public void close() {
    history.close();
    application.change(
        SpecChange.without(deployment, "autoscaling"), SpecChange.of(deployment, "replicas", "2"));
    application.awaitPods(deployment, 2, FOLLOWS);
    application.awaitReady(APPLIED);
  }
}
