package dev.serval.operator.hub.identity;

/**
 * What became of a token.
 *
 * @param <I> who its callers are
 */
public sealed interface Authentication<I> {

  /**
   * It is the token of one who may call.
   *
   * @param <I> who that is
   */
  record Known<I>(I identity) implements Authentication<I> {}

  /**
   * The caller is not served.
   *
   * @param <I> who would be
   * @param message for the caller
   */
  record Refused<I>(Refusal refusal, String message) implements Authentication<I> {}

  /** Why a caller is not served. */
  enum Refusal {
    /** The token isn't good: forged, expired, for another audience, or its pod is gone. */
    BAD_TOKEN,
    /** The token is good, but not of a replica of an application that is served here. */
    NO_REPLICA,
    /** The token is good, but not of a pod of the operator. */
    NO_OPERATOR,
    /** The caller's address has shown too many bad tokens. */
    TOO_MANY,
    /** Too many callers come at once, as after the start of a hub; the next try may succeed. */
    BUSY,
    /** The API server can't be asked now. */
    SERVER_AWAY
  }
}
