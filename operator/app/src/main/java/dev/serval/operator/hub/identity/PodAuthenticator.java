package dev.serval.operator.hub.identity;

import dev.serval.crds.Labels;
import dev.serval.crds.PodConditions;
import dev.serval.operator.client.ImpatientClient;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.hub.identity.Authentication.Known;
import dev.serval.operator.hub.identity.Authentication.Refusal;
import dev.serval.operator.hub.identity.Authentication.Refused;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the replica of a token: the API server says whether the token is good and to which pod it
 * is bound, the pod's labels say to which application it belongs.
 */
public final class PodAuthenticator {

  private final KubernetesClient client;
  private final TokenReviewer reviewer;
  private final Set<String> watched;
  private final Optional<ServiceAccountId> operator;

  /**
   * An authenticator.
   *
   * @param watched the namespaces that are served; empty for all
   * @param operator the operator's own account, whose pods are no replicas; empty outside a cluster
   */
  public PodAuthenticator(
      KubernetesClient client, Set<String> watched, Optional<ServiceAccountId> operator) {
    this.client = ImpatientClient.of(client);
    this.reviewer = new TokenReviewer(client);
    this.watched = Set.copyOf(watched);
    this.operator = operator;
  }

  /** Who shows {@code token}. Asks the API server, which can take seconds. */
  public Authentication<ReplicaIdentity> authenticate(String token) {
    return switch (reviewer.review(token)) {
      case Refused<PodToken>(Refusal refusal, String message) -> new Refused<>(refusal, message);
      case Known<PodToken>(PodToken known) -> ofToken(known);
    };
  }

  private Authentication<ReplicaIdentity> ofToken(PodToken token) {
    if (!watched.isEmpty() && !watched.contains(token.namespace())) {
      return new Refused<>(
          Refusal.NO_REPLICA, "this operator doesn't serve the namespace " + token.namespace());
    }
    if (operator.filter(own -> own.isOf(token)).isPresent()) {
      return new Refused<>(
          Refusal.NO_REPLICA,
          "pod %s/%s is one of the operator, no replica".formatted(token.namespace(), token.pod()));
    }
    try {
      return ofPod(token);
    } catch (KubernetesClientException e) {
      return TokenReviewer.away(e);
    }
  }

  private Authentication<ReplicaIdentity> ofPod(PodToken token) {
    Pod pod = pod(token.namespace(), token.pod());
    if (pod == null || !token.podUid().equals(pod.getMetadata().getUid())) {
      return new Refused<>(Refusal.BAD_TOKEN, "the pod of the token is gone");
    }
    Map<String, String> labels =
        Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
    String application = labels.get(Labels.APPLICATION);
    String deployment = labels.get(Labels.DEPLOYMENT);
    if (application == null
        || deployment == null
        || !Labels.MANAGER.equals(labels.get(Labels.MANAGED_BY))) {
      return new Refused<>(
          Refusal.NO_REPLICA, "pod %s/%s is no replica".formatted(token.namespace(), token.pod()));
    }
    return new Known<>(
        new ReplicaIdentity(
            new ReplicaId(
                new ApplicationId(token.namespace(), application), deployment, token.pod()),
            token.podUid(),
            configured(pod)));
  }

  private Pod pod(String namespace, String name) {
    try {
      return client.pods().inNamespace(namespace).withName(name).get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return null;
      }
      throw e;
    }
  }

  private static Optional<PodCondition> configured(Pod pod) {
    return pod.getStatus() == null || pod.getStatus().getConditions() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(condition -> PodConditions.CONFIGURED.equals(condition.getType()))
            .findFirst();
  }
}
