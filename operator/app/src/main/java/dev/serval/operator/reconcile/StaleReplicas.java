package dev.serval.operator.reconcile;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.status.FailureMessage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Replicas that end time and again with settings that have changed since. A kubelet waits up to
 * five minutes before it starts such a container again; a replica in its place starts at once. Each
 * is replaced once after a change.
 */
final class StaleReplicas {

  private static final Logger LOG = Logger.getLogger(StaleReplicas.class);
  private static final String CRASH_LOOP = "CrashLoopBackOff";

  private final OwnedObjects owned;

  StaleReplicas(OwnedObjects owned) {
    this.owned = owned;
  }

  /** Deletes them, so that Kubernetes makes others. */
  void replace(ServeApplication application, KubernetesClient client) {
    owned
        .settingsOf(application)
        .flatMap(StaleReplicas::changed)
        .ifPresent(
            changed ->
                owned.podsOf(application).stream()
                    .filter(pod -> isStale(pod, changed))
                    .forEach(pod -> delete(pod, client)));
  }

  /** When the operator wrote settings last that differ from those before. */
  private static Optional<Instant> changed(ConfigMap settings) {
    return settings.getMetadata().getManagedFields().stream()
        .filter(entry -> Labels.MANAGER.equals(entry.getManager()))
        .map(ManagedFieldsEntry::getTime)
        .flatMap(Stream::ofNullable)
        .map(Instant::parse)
        .max(Comparator.naturalOrder());
  }

  /**
   * Whether a pod waits after a crash and was made before {@code changed}, both by the clock of the
   * API server. It may have tried the settings as they are, or as they were: a node brings them to
   * its pods up to minutes late.
   */
  static boolean isStale(Pod pod, Instant changed) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && Instant.parse(pod.getMetadata().getCreationTimestamp()).isBefore(changed)
        && pod.getStatus().getContainerStatuses().stream().anyMatch(StaleReplicas::waitsAfterCrash);
  }

  private static boolean waitsAfterCrash(ContainerStatus container) {
    return container.getState() != null
        && container.getState().getWaiting() != null
        && CRASH_LOOP.equals(container.getState().getWaiting().getReason());
  }

  /** Only as it was seen: meanwhile it may have started. */
  private static void delete(Pod pod, KubernetesClient client) {
    try {
      client.resource(pod).lockResourceVersion().delete();
      LOG.infof(
          "Pod %s/%s ended with settings that have changed since and is replaced",
          pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    } catch (KubernetesClientException e) {
      // It starts by itself, if later. A conflict only means that it has changed in this moment.
      LOG.logf(
          e.getCode() == HttpURLConnection.HTTP_CONFLICT ? Logger.Level.DEBUG : Logger.Level.WARN,
          "Pod %s/%s ended with settings that have changed since and can't be replaced: %s",
          pod.getMetadata().getNamespace(),
          pod.getMetadata().getName(),
          FailureMessage.of(e));
    }
  }
}
