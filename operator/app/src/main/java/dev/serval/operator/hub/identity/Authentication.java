package dev.serval.operator.hub.identity;

/** What became of a token. */
public sealed interface Authentication {

  /** It is the token of a replica. */
  record Known(ReplicaIdentity identity) implements Authentication {}

  /**
   * The caller is not served.
   *
   * @param message for the caller
   */
  record Refused(Refusal refusal, String message) implements Authentication {}

  /** Why a caller is not served. */
  enum Refusal {
    /** The token isn't good: forged, expired, for another audience, or its pod is gone. */
    BAD_TOKEN,
    /** The token is good, but not of a replica of an application that is served here. */
    NO_REPLICA,
    /** The caller's address has shown too many bad tokens. */
    TOO_MANY,
    /** Too many callers come at once, as after the start of a hub; the next try may succeed. */
    BUSY,
    /** The API server can't be asked now. */
    SERVER_AWAY
  }
}
