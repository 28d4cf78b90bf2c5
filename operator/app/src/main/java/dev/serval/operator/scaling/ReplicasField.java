package dev.serval.operator.scaling;

import dev.serval.crds.FieldManagers;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The number of replicas of a Deployment: who has set it, and how the operator sets it, by
 * server-side apply as a manager of its own. A field has no value without an owner, so whoever lets
 * go of it first sees to it that there is another.
 *
 * <p>It applies the field to the Deployment, not to its subresource {@code scale}: there 0 is left
 * out when it is written, so that nobody can become an owner of it.
 */
public final class ReplicasField {

  /** Under this name the controllers of Kubernetes write, autoscalers among them. */
  private static final String CONTROLLERS = "kube-controller-manager";

  /** Who sets 0 by {@code scale} can be nobody's name. */
  private static final String SOMEBODY = "somebody";

  private static final List<String> KNOWN =
      List.of(FieldManagers.SCALING, FieldManagers.OPERATOR, CONTROLLERS);

  private static final int MOST_ATTEMPTS = 5;

  /** What a Deployment that has changed, or is gone, is answered with. */
  private static final Set<Integer> READ_AGAIN =
      Set.of(HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND);

  private ReplicasField() {}

  /**
   * Sets the number, whoever has set another.
   *
   * @throws KubernetesClientException if the API server refuses or doesn't answer
   */
  static void set(KubernetesClient client, String namespace, String name, int replicas) {
    apply(client, namespace, name, null, replicas);
  }

  /**
   * To be called before what is applied for the application leaves the number out for the first
   * time, where it would fall back: makes the operator's manager of scaling an owner of the number
   * that there is, which stays.
   *
   * @param seen as a cache has it. It may be late; then it is read again
   * @throws KubernetesClientException if the API server doesn't answer or refuses, with a conflict
   *     if the Deployment changes faster than it can be read
   */
  public static void handOver(KubernetesClient client, Deployment seen) {
    Deployment deployment = seen;
    for (int attempt = 1; wouldFallBack(deployment, seen); attempt++) {
      try {
        own(client, deployment);
        return;
      } catch (KubernetesClientException e) {
        if (!READ_AGAIN.contains(e.getCode()) || attempt == MOST_ATTEMPTS) {
          throw e;
        }
        deployment = client.resource(seen).get();
      }
    }
  }

  private static boolean wouldFallBack(Deployment deployment, Deployment seen) {
    return deployment != null
        && deployment.getMetadata().getUid().equals(seen.getMetadata().getUid())
        && isAppliedByOperator(deployment);
  }

  /**
   * The version makes the API server refuse a number that is no longer the one: without it the
   * loop, which has just set another, would be overruled, as both are the same manager.
   */
  private static void own(KubernetesClient client, Deployment deployment) {
    ObjectMeta metadata = deployment.getMetadata();
    apply(
        client,
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getResourceVersion(),
        deployment.getSpec().getReplicas());
  }

  /**
   * Applies.
   *
   * @param version of the Deployment; {@code null} for any, with force
   */
  private static void apply(
      KubernetesClient client, String namespace, String name, String version, int replicas) {
    PatchContext context =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FieldManagers.SCALING)
            .withForce(version == null)
            .build();
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name)
        .patch(
            context,
            """
            {"apiVersion": "apps/v1", "kind": "Deployment",
             "metadata": {"name": "%s", "namespace": "%s"%s}, "spec": {"replicas": %d}}
            """
                .formatted(
                    name,
                    namespace,
                    version == null ? "" : ", \"resourceVersion\": \"%s\"".formatted(version),
                    replicas));
  }

  /** Whether the number would fall back if what is applied for the application left it out. */
  private static boolean isAppliedByOperator(Deployment deployment) {
    return managers(deployment).contains(FieldManagers.OPERATOR);
  }

  /** Who has set the number, if neither the operator nor an autoscaler of Kubernetes did. */
  public static Optional<String> foreignManager(Deployment deployment) {
    List<String> managers = managers(deployment);
    return managers.isEmpty()
        ? Optional.of(SOMEBODY)
        : managers.stream().filter(manager -> !KNOWN.contains(manager)).findFirst();
  }

  /** Who has set the number, as the API server names them; several have set the same one. */
  public static List<String> managers(Deployment deployment) {
    return Objects.requireNonNullElse(
            deployment.getMetadata().getManagedFields(), List.<ManagedFieldsEntry>of())
        .stream()
        .filter(ReplicasField::hasReplicas)
        .map(ManagedFieldsEntry::getManager)
        .toList();
  }

  private static boolean hasReplicas(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() != null
        && entry.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
        && spec.containsKey("f:replicas");
  }
}
