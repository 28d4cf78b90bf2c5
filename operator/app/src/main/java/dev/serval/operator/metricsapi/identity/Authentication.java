package dev.serval.operator.metricsapi.identity;

/** Whether it is known who asks. */
public sealed interface Authentication {

  /** It is. */
  record Known(User user) implements Authentication {}

  /**
   * It isn't.
   *
   * @param message what is missing or wrong
   */
  record Refused(Refusal refusal, String message) implements Authentication {}

  /** What is missing or wrong. */
  enum Refusal {
    /** No certificate was shown. */
    NO_CERTIFICATE,
    /** The certificate is of an authority that isn't believed, or has ended. */
    BAD_CERTIFICATE,
    /** The certificate of the proxy is good, but it named no user. */
    NO_USER
  }
}
