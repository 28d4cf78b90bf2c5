package dev.serval.operator.reconcile;

import dev.serval.crds.v1alpha1.ServeApplication;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
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

  /** Deletes what is not in {@code planned}. */
  void prune(ServeApplication application, List<HasMetadata> planned, KubernetesClient client) {
    Set<Identity> kept = planned.stream().map(Identity::of).collect(Collectors.toSet());
    owned.of(application).stream()
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .filter(object -> !kept.contains(Identity.of(object)))
        .forEach(object -> delete(object, client));
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
