package dev.serval.operator.hub.identity;

import dev.serval.crds.Labels;
import dev.serval.crds.PodConditions;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.hub.identity.Authentication.Known;
import dev.serval.operator.hub.identity.Authentication.Refusal;
import dev.serval.operator.hub.identity.Authentication.Refused;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Finds the pod of a token: the API server says whether the token is good and to which pod it is
 * bound, the pod's labels say to which application it belongs.
 */
public final class PodAuthenticator {

  /** The audience that a token has to be for. */
  public static final String AUDIENCE = "serval-hub";

  private static final Logger LOG = Logger.getLogger(PodAuthenticator.class);
  private static final String ACCOUNT = "system:serviceaccount:";
  private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
  private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

  /** A caller waits for the answer and comes again: no use to try long. */
  private static final RequestConfig IMPATIENT =
      new RequestConfigBuilder().withRequestTimeout(5_000).withRequestRetryBackoffLimit(0).build();

  private final KubernetesClient client;
  private final Set<String> watched;

  /**
   * An authenticator.
   *
   * @param watched the namespaces that are served; empty for all
   */
  public PodAuthenticator(KubernetesClient client, Set<String> watched) {
    this.client = client.newClient(IMPATIENT).adapt(KubernetesClient.class);
    this.watched = Set.copyOf(watched);
  }

  /** Who shows {@code token}. Asks the API server, which can take seconds. */
  public Authentication authenticate(String token) {
    try {
      return ofReview(review(token));
    } catch (KubernetesClientException e) {
      LOG.debugf(e, "A token could not be looked at");
      return new Refused(Refusal.SERVER_AWAY, "the API server can't be asked now");
    }
  }

  private TokenReviewStatus review(String token) {
    TokenReview review =
        client
            .tokenReviews()
            .create(
                new TokenReviewBuilder()
                    .withNewSpec()
                    .withToken(token)
                    .withAudiences(AUDIENCE)
                    .endSpec()
                    .build());
    return review.getStatus();
  }

  private Authentication ofReview(TokenReviewStatus status) {
    if (status == null
        || !Boolean.TRUE.equals(status.getAuthenticated())
        || status.getAudiences() == null
        || !status.getAudiences().contains(AUDIENCE)) {
      return new Refused(Refusal.BAD_TOKEN, "the token is not good for the audience " + AUDIENCE);
    }
    Optional<String> namespace = namespace(status.getUser().getUsername());
    Map<String, List<String>> extra =
        Optional.ofNullable(status.getUser().getExtra()).orElse(Map.of());
    Optional<String> name = first(extra, POD_NAME);
    Optional<String> uid = first(extra, POD_UID);
    if (namespace.isEmpty() || name.isEmpty() || uid.isEmpty()) {
      return new Refused(Refusal.NO_REPLICA, "the token is not bound to a pod");
    }
    if (!watched.isEmpty() && !watched.contains(namespace.get())) {
      return new Refused(
          Refusal.NO_REPLICA, "this operator doesn't serve the namespace " + namespace.get());
    }
    return ofPod(namespace.get(), name.get(), uid.get());
  }

  private Authentication ofPod(String namespace, String name, String uid) {
    Pod pod = pod(namespace, name);
    if (pod == null || !uid.equals(pod.getMetadata().getUid())) {
      return new Refused(Refusal.BAD_TOKEN, "the pod of the token is gone");
    }
    Map<String, String> labels =
        Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
    String application = labels.get(Labels.APPLICATION);
    String deployment = labels.get(Labels.DEPLOYMENT);
    if (application == null
        || deployment == null
        || !Labels.MANAGER.equals(labels.get(Labels.MANAGED_BY))) {
      return new Refused(Refusal.NO_REPLICA, "pod %s/%s is no replica".formatted(namespace, name));
    }
    return new Known(
        new ReplicaIdentity(
            new ReplicaId(new ApplicationId(namespace, application), deployment, name),
            uid,
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

  /** Of {@code system:serviceaccount:NAMESPACE:NAME}. */
  private static Optional<String> namespace(String user) {
    if (user == null || !user.startsWith(ACCOUNT)) {
      return Optional.empty();
    }
    String rest = user.substring(ACCOUNT.length());
    int colon = rest.indexOf(':');
    return colon <= 0 ? Optional.empty() : Optional.of(rest.substring(0, colon));
  }

  private static Optional<String> first(Map<String, List<String>> extra, String key) {
    return extra.getOrDefault(key, List.of()).stream().findFirst();
  }
}
