package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.operator.cluster.ClusterUser;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Others in the same namespace. */
class InterferenceIT extends OperatorFixture {

  @Test
  void anObjectOfAnotherIsNeverTakenOver() {
    ConfigMap foreign = foreignTopology();
    String version = cluster.resource(foreign).create().getMetadata().getResourceVersion();

    user.apply(recsys());

    Condition condition =
        user.awaitCondition(
            "recsys", ConditionType.SPEC_VALID, ConditionStatus.FALSE, "ForeignObject");
    assertThat(condition.message()).contains("ConfigMap recsys-topology");
    user.awaitCondition("recsys", ConditionType.DEGRADED, ConditionStatus.TRUE, "ForeignObject");
    user.awaitCondition("recsys", ConditionType.READY, ConditionStatus.FALSE, "ForeignObject");
    assertThat(cluster.resource(foreign).get().getMetadata().getResourceVersion())
        .isEqualTo(version);

    cluster.resource(foreign).delete();
    user.awaitReady("recsys");
  }

  @Test
  void anObjectOfAnotherThatWearsOurLabelsIsNotTakenOverEither() {
    ConfigMap foreign = foreignTopology();
    foreign
        .getMetadata()
        .setLabels(Map.of(Labels.MANAGED_BY, Labels.MANAGER, Labels.APPLICATION, "recsys"));
    cluster.resource(foreign).create();

    user.apply(recsys());

    user.awaitCondition("recsys", ConditionType.SPEC_VALID, ConditionStatus.FALSE, "ForeignObject");
    assertThat(cluster.resource(foreign).get().getData()).containsEntry("mine", "yes");
  }

  @Test
  void whatIsDeletedByHandComesBack() {
    user.apply(recsys());
    ServeApplication application = user.awaitReady("recsys");
    Map<String, String> all = versions(application);

    for (Class<? extends HasMetadata> kind : KINDS) {
      user.owned(kind, application).forEach(object -> cluster.resource(object).delete());
    }

    ClusterUser.await("all objects are back")
        .untilAsserted(() -> assertThat(versions(application).keySet()).isEqualTo(all.keySet()));
    user.awaitReady("recsys");
  }

  @Test
  void whatIsChangedByHandIsCorrected() {
    user.apply(recsys());
    user.awaitReady("recsys");
    Deployment deployment = deployment("ItemRankingModel");

    cluster
        .resource(deployment)
        .edit(
            there ->
                new DeploymentBuilder(there)
                    .editSpec()
                    .withReplicas(7)
                    .editTemplate()
                    .editSpec()
                    .editFirstContainer()
                    .withImage("registry.example/other:1")
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build());

    ClusterUser.await("the spec holds again")
        .untilAsserted(
            () -> {
              Deployment now = deployment("ItemRankingModel");
              assertThat(now.getSpec().getReplicas()).isEqualTo(2);
              assertThat(
                      now.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
                  .isEqualTo(IMAGE);
            });
    user.awaitReady("recsys");
  }

  @Test
  void aKeyThatIsChangedByHandIsCorrected() {
    user.apply(recsys());
    ServeApplication application = user.awaitReady("recsys");
    Service ingress = ingress(application);

    cluster
        .resource(ingress)
        .edit(
            there ->
                new ServiceBuilder(there)
                    .editMetadata()
                    .addToAnnotations("example.com/owner", "team-a")
                    .endMetadata()
                    .editSpec()
                    .editFirstPort()
                    .withPort(8080)
                    .endPort()
                    .endSpec()
                    .build());

    ClusterUser.await("the port is back")
        .untilAsserted(
            () ->
                assertThat(ingress(application).getSpec().getPorts())
                    .extracting(ServicePort::getPort)
                    .containsExactly(80));
    user.awaitReady("recsys");
    assertThat(ingress(application).getMetadata().getAnnotations())
        .containsEntry("example.com/owner", "team-a");
    ClusterUser.await("nobody is left who would keep what is left out later")
        .untilAsserted(
            () ->
                assertThat(ingress(application).getMetadata().getManagedFields())
                    .extracting(ManagedFieldsEntry::getManager)
                    .doesNotContain("serval-operator-lists"));
    assertThat(ingress(application).getSpec().getClusterIP())
        .isEqualTo(ingress.getSpec().getClusterIP());
  }

  @Test
  void whatOthersAddStays() {
    user.apply(recsys());
    user.awaitReady("recsys");
    Deployment deployment = deployment("ItemRankingModel");
    deployment.getMetadata().getAnnotations().put("example.com/owner", "team-a");
    cluster.resource(deployment).update();

    user.apply(recsys("replicas: 3", "replicas: 1"));
    user.awaitReady("recsys");

    assertThat(deployment("ItemRankingModel").getMetadata().getAnnotations())
        .containsEntry("example.com/owner", "team-a");
  }

  @Test
  void aLostLabelIsPutBack() {
    user.apply(recsys());
    ServeApplication application = user.awaitReady("recsys");
    ConfigMap topology = user.owned(ConfigMap.class, application).getFirst();
    topology.getMetadata().getLabels().remove(Labels.MANAGED_BY);
    cluster.resource(topology).update();

    ClusterUser.await("the label is back")
        .untilAsserted(
            () ->
                assertThat(cluster.resource(topology).get().getMetadata().getLabels())
                    .containsEntry(Labels.MANAGED_BY, Labels.MANAGER));
  }

  private ConfigMap foreignTopology() {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("recsys-topology")
        .withNamespace(user.namespace())
        .endMetadata()
        .addToData("mine", "yes")
        .build();
  }
}
