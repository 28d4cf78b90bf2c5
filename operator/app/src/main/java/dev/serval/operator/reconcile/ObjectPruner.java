package dev.serval.operator.reconcile;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.plan.ApplicationPlan;
import dev.serval.operator.plan.PlannedDeployment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.stream.Collectors;

/** Deletes what an application owns and its plan no longer has. */
final class ObjectPruner {

  private record Identity(String kind, String name) {
    static Identity of(HasMetadata object) {
      return new Identity(object.getKind(), object.getMetadata().getName());
    }
  }

  private final OwnedObjects owned;

  ObjectPruner(OwnedObjects owned) {
    this.owned = owned;
  }

  /**
   * Deletes what is not in {@code plan}.
   *
   * @param settled whether nobody needs what the spec has no more, see {@link Settlement}. Until
   *     then its deployments stay: callers of the revision before may need them, as when one is
   *     renamed
   */
  void prune(
      ServeApplication application,
      ApplicationPlan plan,
      boolean settled,
      KubernetesClient client) {
    Set<Identity> kept = plan.objects().stream().map(Identity::of).collect(Collectors.toSet());
    Set<String> deployments =
        plan.deployments().stream().map(PlannedDeployment::name).collect(Collectors.toSet());
    owned.of(application).stream()
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .filter(object -> !kept.contains(Identity.of(object)))
        .filter(object -> settled || !isOfOtherDeployment(object, deployments))
        .forEach(object -> delete(object, client));
  }

  private static boolean isOfOtherDeployment(HasMetadata object, Set<String> deployments) {
    String deployment = object.getMetadata().getLabels().get(Labels.DEPLOYMENT);
    return deployment != null && !deployments.contains(deployment);
  }

  /** At the version that was seen, so that no object is deleted that changed hands meanwhile. */
  private static void delete(HasMetadata object, KubernetesClient client) {
    try {
      client
          .resource(object)
          .lockResourceVersion(object.getMetadata().getResourceVersion())
          .delete();
    } catch (KubernetesClientException e) {
      // It is gone, or has changed in this moment, which is an event: that brings another look.
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }
}
