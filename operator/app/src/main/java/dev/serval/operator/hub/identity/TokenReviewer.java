package dev.serval.operator.hub.identity;

import dev.serval.operator.client.ImpatientClient;
import dev.serval.operator.hub.identity.Authentication.Known;
import dev.serval.operator.hub.identity.Authentication.Refusal;
import dev.serval.operator.hub.identity.Authentication.Refused;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Asks the API server whether a token is good, and for the pod that it is bound to. */
final class TokenReviewer {

  /** The audience that a token has to be for. */
  static final String AUDIENCE = "serval-hub";

  private static final Logger LOG = Logger.getLogger(TokenReviewer.class);
  private static final Pattern ACCOUNT =
      Pattern.compile("system:serviceaccount:(?<namespace>[^:]+):(?<name>[^:]+)");
  private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
  private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

  private final KubernetesClient client;

  TokenReviewer(KubernetesClient client) {
    this.client = ImpatientClient.of(client);
  }

  /** Whose token it is. */
  Authentication<PodToken> review(String token) {
    try {
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
      return ofReview(review.getStatus());
    } catch (KubernetesClientException e) {
      return away(e);
    }
  }

  /** The API server doesn't answer. */
  static <I> Refused<I> away(KubernetesClientException e) {
    LOG.debugf(e, "A token could not be looked at");
    return new Refused<>(Refusal.SERVER_AWAY, "the API server can't be asked now");
  }

  private static Authentication<PodToken> ofReview(TokenReviewStatus status) {
    if (status == null
        || !Boolean.TRUE.equals(status.getAuthenticated())
        || status.getAudiences() == null
        || !status.getAudiences().contains(AUDIENCE)) {
      return new Refused<>(Refusal.BAD_TOKEN, "the token is not good for the audience " + AUDIENCE);
    }
    String user = status.getUser().getUsername();
    Matcher account = ACCOUNT.matcher(user == null ? "" : user);
    Map<String, List<String>> extra =
        Optional.ofNullable(status.getUser().getExtra()).orElse(Map.of());
    Optional<String> name = first(extra, POD_NAME);
    Optional<String> uid = first(extra, POD_UID);
    if (!account.matches() || name.isEmpty() || uid.isEmpty()) {
      return new Refused<>(Refusal.NO_REPLICA, "the token is not bound to a pod");
    }
    return new Known<>(
        new PodToken(account.group("namespace"), account.group("name"), name.get(), uid.get()));
  }

  private static Optional<String> first(Map<String, List<String>> extra, String key) {
    return extra.getOrDefault(key, List.of()).stream().findFirst();
  }
}
