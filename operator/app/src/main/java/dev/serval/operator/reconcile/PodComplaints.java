package dev.serval.operator.reconcile;

import dev.serval.operator.status.Creation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What kubelets say of pods whose containers they can't make. It is asked for, one pod for each
 * deployment, when a pod has been without containers for a while; events are in no cache.
 */
final class PodComplaints {

  private static final Logger LOG = Logger.getLogger(PodComplaints.class);
  private static final Set<String> REASONS =
      Set.of("FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox");

  private final KubernetesClient client;

  PodComplaints(KubernetesClient client) {
    this.client = client;
  }

  /**
   * The complaint of a pod by the pod's name; empty if there is none to be found.
   *
   * @param pods of one deployment
   */
  Map<String, String> of(List<Pod> pods, Instant now) {
    Map<String, String> complaints = new HashMap<>();
    pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> Creation.isOverdue(pod, now))
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
        .ifPresent(pod -> ask(pod, complaints));
    return complaints;
  }

  private void ask(Pod pod, Map<String, String> complaints) {
    try {
      client
          .v1()
          .events()
          .inNamespace(pod.getMetadata().getNamespace())
          .withField("involvedObject.uid", pod.getMetadata().getUid())
          .list()
          .getItems()
          .stream()
          .filter(event -> REASONS.contains(event.getReason()) && event.getMessage() != null)
          .max(Comparator.comparing(PodComplaints::saysWhat).thenComparing(PodComplaints::time))
          .ifPresent(event -> complaints.put(pod.getMetadata().getName(), event.getMessage()));
    } catch (KubernetesClientException e) {
      LOG.debugf(e, "The events of pod %s can't be read", pod.getMetadata().getName());
    }
  }

  /** A kubelet says what is missing, and now and then only that it waited in vain. */
  private static boolean saysWhat(Event event) {
    return event.getMessage().contains("not found");
  }

  private static String time(Event event) {
    return Objects.requireNonNullElse(event.getLastTimestamp(), "");
  }
}
