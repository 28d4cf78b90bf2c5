package dev.serval.operator.hub.identity;

import dev.serval.operator.hub.HubLimits;
import dev.serval.operator.hub.identity.Authentication.Refusal;
import dev.serval.operator.hub.identity.Authentication.Refused;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Bounds what callers that nobody knows yet can make the API server do: tokens that can't be any
 * are not shown to it, bad ones are counted by address, and only some are looked at at a time.
 *
 * @param <I> who may call
 */
public final class AuthenticationGate<I> {

  private static final int MOST_CHARACTERS = 8_192;
  private static final int PARTS = 3;
  private static final long PATIENCE_SECONDS = 10;

  private final Function<String, Authentication<I>> authenticator;
  private final FailureBudget failures;
  private final Semaphore reviews;
  private final Clock clock;

  /** A gate before {@code authenticator}, which finds the pod of a token. */
  public AuthenticationGate(
      Function<String, Authentication<I>> authenticator, HubLimits limits, Clock clock) {
    this.authenticator = authenticator;
    this.failures = new FailureBudget(limits.failuresPerMinute());
    this.reviews = new Semaphore(limits.reviews(), true);
    this.clock = clock;
  }

  /**
   * Who shows {@code token}. Blocks while others are looked at and while the API server is asked.
   *
   * @param token {@code null} if none was shown
   * @param address of the caller
   */
  public Authentication<I> authenticate(String token, String address) throws InterruptedException {
    if (token == null || token.length() > MOST_CHARACTERS || token.split("\\.").length != PARTS) {
      return new Refused<>(
          Refusal.BAD_TOKEN, "metadata authorization must be Bearer and a token of the pod");
    }
    if (!failures.allows(address, clock.instant())) {
      return new Refused<>(
          Refusal.TOO_MANY, "too many bad tokens from " + address + ", come again in a minute");
    }
    if (!reviews.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return new Refused<>(Refusal.BUSY, "too many callers at once, come again");
    }
    try {
      Authentication<I> result = authenticator.apply(token);
      if (result instanceof Refused<I>(Refusal refusal, String _) && isCallersFault(refusal)) {
        failures.failed(address, clock.instant());
      }
      return result;
    } finally {
      reviews.release();
    }
  }

  private static boolean isCallersFault(Refusal refusal) {
    return switch (refusal) {
      case BAD_TOKEN, NO_REPLICA, NO_OPERATOR -> true;
      case TOO_MANY, BUSY, SERVER_AWAY -> false;
    };
  }
}
