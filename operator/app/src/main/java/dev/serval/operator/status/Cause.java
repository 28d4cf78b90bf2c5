package dev.serval.operator.status;

/**
 * Why a deployment isn't ready.
 *
 * @param reason in one word
 * @param message in words for people: what, where and what to do
 */
public record Cause(Reason reason, String message) {

  /** The most characters of a message; the rest is cut. */
  static final int MOST_CHARACTERS = 1024;

  /** Cuts a message that is too long. */
  public Cause {
    message =
        message.length() <= MOST_CHARACTERS
            ? message
            : message.substring(0, MOST_CHARACTERS - 1) + '…';
  }
}
