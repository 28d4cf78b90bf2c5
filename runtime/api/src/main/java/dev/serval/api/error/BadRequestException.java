package dev.serval.api.error;

/**
 * The call itself is wrong: an unknown method, arguments that cannot be decoded, or over a limit.
 */
public final class BadRequestException extends ServeException {

  private static final long serialVersionUID = 1L;

  /** An error with a message that names the deployment. */
  public BadRequestException(String message) {
    super(message);
  }
}
