package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.operator.cluster.ClusterUser;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From the first apply to the deletion. */
class ApplicationLifecycleIT extends OperatorFixture {

  @Test
  void anAppliedApplicationBecomesReady() {
    user.apply(recsys());

    ServeApplication ready = user.awaitReady("recsys");

    assertThat(versions(ready).keySet())
        .anyMatch(name -> name.startsWith("Deployment/"))
        .anyMatch(name -> name.startsWith("PodDisruptionBudget/"))
        .anyMatch(name -> name.startsWith("NetworkPolicy/"))
        .anyMatch(name -> name.startsWith("ServiceAccount/"))
        .contains("ConfigMap/recsys-topology", "Service/recsys");
    assertThat(ready.getStatus().observedGeneration())
        .isEqualTo(ready.getMetadata().getGeneration());
    assertThat(ready.getStatus().deploymentsReady()).isEqualTo("2/2");
    assertThat(ready.getStatus().readyReplicas()).isEqualTo(3);
    assertThat(ready.getStatus().url())
        .isEqualTo("http://recsys." + user.namespace() + ".svc.cluster.local/recsys");
    assertThat(ready.getStatus().deployments())
        .allSatisfy(deployment -> assertThat(deployment.reason()).isNull());
    user.awaitCondition("recsys", ConditionType.PROGRESSING, ConditionStatus.FALSE, "Settled");
    user.awaitCondition("recsys", ConditionType.DEGRADED, ConditionStatus.FALSE, "AsExpected");
    user.awaitCondition("recsys", ConditionType.SPEC_VALID, ConditionStatus.TRUE, "Accepted");
    user.awaitCondition(
        "recsys", ConditionType.AUTOSCALING_ACTIVE, ConditionStatus.FALSE, "NotRequested");
    ClusterUser.await("events tell it")
        .untilAsserted(
            () ->
                assertThat(user.events())
                    .extracting(Event::getReason)
                    .contains("Starting", "DeploymentReady", "AllReady"));
  }

  @Test
  void applyingTheSameAgainWritesNothing() {
    user.apply(recsys());
    ServeApplication ready = awaitTold();
    touch(ready);
    Map<String, String> before = versions(ready);
    operator.writes().clear();

    user.apply(recsys());
    reconcileAnother();

    assertThat(operator.writes().writesWithout("probe")).isEmpty();
    assertThat(versions(ready)).isEqualTo(before);
  }

  @Test
  void anOperatorThatStartsAnewWritesNothing() {
    user.apply(recsys());
    ServeApplication ready = awaitTold();
    operator.close();

    operator = startOperator();
    touch(ready);
    reconcileAnother();

    assertThat(operator.writes().writesWithout("probe")).isEmpty();
  }

  @Test
  void everyObjectGoesWithTheApplication() {
    user.apply(recsys("autoscaling: {initialReplicas: 2, maxReplicas: 3}", "replicas: 1"));
    ServeApplication ready = awaitTold();

    assertThat(KINDS)
        .allSatisfy(
            kind ->
                assertThat(user.owned(kind, ready))
                    .isNotEmpty()
                    .allSatisfy(object -> assertGoesWith(object, ready)));

    user.delete("recsys");
    ClusterUser.await("the application is gone").until(() -> user.application("recsys") == null);
    reconcileAnother();
    operator.writes().clear();
    collectGarbage(ready);
    reconcileAnother();
    assertThat(operator.writes().writesWithout("probe")).isEmpty();
    assertThat(versions(ready)).isEmpty();
  }

  /** Ready, and the event that tells it, which is the last write. */
  private ServeApplication awaitTold() {
    ServeApplication ready = user.awaitReady("recsys");
    ClusterUser.await("the last event is written")
        .untilAsserted(
            () -> assertThat(user.events()).extracting(Event::getReason).contains("AllReady"));
    return ready;
  }

  private static void assertGoesWith(HasMetadata object, ServeApplication application) {
    OwnerReference owner = object.getMetadata().getOwnerReferences().getFirst();
    assertThat(owner.getUid()).isEqualTo(application.getMetadata().getUid());
    assertThat(owner.getController()).isTrue();
    assertThat(owner.getBlockOwnerDeletion()).isTrue();
    assertThat(object.getMetadata().getFinalizers()).isEmpty();
  }

  /** What the garbage collector of a real cluster does. */
  private void collectGarbage(ServeApplication application) {
    KINDS.forEach(
        kind -> user.owned(kind, application).forEach(object -> cluster.resource(object).delete()));
  }

  /** A change that means nothing and wakes the operator. */
  private void touch(ServeApplication application) {
    Service service = user.owned(Service.class, application).getFirst();
    service.getMetadata().getAnnotations().put("example.com/touched", "yes");
    cluster.resource(service).update();
  }
}
