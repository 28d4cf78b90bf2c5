package dev.serval.operator.cluster;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationYaml;
import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A user of the cluster, in one namespace of their own. */
public final class ClusterUser {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final String namespace;

  /** A user of a namespace that is made for them. */
  public ClusterUser(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
  }

  /** The user's namespace. */
  public String namespace() {
    return namespace;
  }

  /** As {@code kubectl apply --server-side} does. */
  public ServeApplication apply(String yaml) {
    ServeApplication application = ServeApplicationYaml.read(yaml);
    application.getMetadata().setNamespace(namespace);
    return client
        .resource(application)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("kubectl")
                .withForce(true)
                .build());
  }

  /** Deletes an application. */
  public void delete(String name) {
    client.resources(ServeApplication.class).inNamespace(namespace).withName(name).delete();
  }

  /** The application as it is now. */
  public ServeApplication application(String name) {
    return client.resources(ServeApplication.class).inNamespace(namespace).withName(name).get();
  }

  /** The condition of an application, if it has been set for its newest spec. */
  public Optional<Condition> condition(String name, ConditionType type) {
    ServeApplication application = application(name);
    return Optional.ofNullable(application.getStatus()).stream()
        .flatMap(status -> status.conditions().stream())
        .filter(condition -> condition.type().equals(type.text()))
        .filter(
            condition ->
                application.getMetadata().getGeneration().equals(condition.observedGeneration()))
        .findFirst();
  }

  /** Waits until the condition of the newest spec has that status and reason. */
  public Condition awaitCondition(
      String name, ConditionType type, ConditionStatus status, String reason) {
    return await("condition " + type.text() + " of " + name + " is " + status + ": " + reason)
        .until(
            () -> condition(name, type),
            found ->
                found.isPresent()
                    && found.get().status() == status
                    && found.get().reason().equals(reason))
        .orElseThrow();
  }

  /** Waits until the application is ready with its newest spec. */
  public ServeApplication awaitReady(String name) {
    awaitCondition(name, ConditionType.READY, ConditionStatus.TRUE, "AllReady");
    return application(name);
  }

  /** What the status says of one deployment. */
  public Optional<DeploymentStatus> deploymentStatus(String name, String deployment) {
    return Optional.ofNullable(application(name).getStatus()).stream()
        .flatMap(status -> status.deployments().stream())
        .filter(status -> status.name().equals(deployment))
        .findFirst();
  }

  /** Waits until the status gives that reason for a deployment. */
  public DeploymentStatus awaitReason(String name, String deployment, String reason) {
    return await("reason of " + deployment + " is " + reason)
        .until(
            () -> deploymentStatus(name, deployment),
            found -> found.isPresent() && reason.equals(found.get().reason()))
        .orElseThrow();
  }

  /** All objects of a kind in the namespace that an application controls. */
  public <T extends HasMetadata> List<T> owned(Class<T> kind, ServeApplication owner) {
    return client.resources(kind).inNamespace(namespace).list().getItems().stream()
        .filter(
            object ->
                object.getMetadata().getOwnerReferences().stream()
                    .anyMatch(reference -> reference.getUid().equals(owner.getMetadata().getUid())))
        .toList();
  }

  /** Events of the namespace. */
  public List<Event> events() {
    return client.v1().events().inNamespace(namespace).list().getItems();
  }

  /** Waits with a limit. */
  public static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .pollDelay(Duration.ZERO);
  }
}
