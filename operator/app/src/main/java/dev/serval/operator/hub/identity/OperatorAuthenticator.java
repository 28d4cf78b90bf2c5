package dev.serval.operator.hub.identity;

import dev.serval.operator.hub.identity.Authentication.Known;
import dev.serval.operator.hub.identity.Authentication.Refusal;
import dev.serval.operator.hub.identity.Authentication.Refused;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Tells the operator's own pods from everybody else, by the service account of their tokens. */
public final class OperatorAuthenticator {

  private final TokenReviewer reviewer;
  private final ServiceAccountId account;

  /**
   * An authenticator.
   *
   * @param account of the operator's pods
   */
  public OperatorAuthenticator(KubernetesClient client, ServiceAccountId account) {
    this.reviewer = new TokenReviewer(client);
    this.account = account;
  }

  /** Who shows {@code token}. Asks the API server, which can take seconds. */
  public Authentication<OperatorIdentity> authenticate(String token) {
    return switch (reviewer.review(token)) {
      case Refused<PodToken>(Refusal refusal, String message) ->
          new Refused<>(refusal == Refusal.NO_REPLICA ? Refusal.NO_OPERATOR : refusal, message);
      case Known<PodToken>(PodToken known) -> ofAccount(known);
    };
  }

  private Authentication<OperatorIdentity> ofAccount(PodToken token) {
    if (account.isOf(token)) {
      return new Known<>(new OperatorIdentity(token.pod(), token.podUid()));
    }
    return new Refused<>(
        Refusal.NO_OPERATOR,
        "pod %s/%s is none of the operator, whose pods run as %s"
            .formatted(token.namespace(), token.pod(), account));
  }
}
