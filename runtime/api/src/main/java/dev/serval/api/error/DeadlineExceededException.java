package dev.serval.api.error;

/** No result came before the deadline of the call or of the request it is part of. */
public final class DeadlineExceededException extends ServeException {

  private static final long serialVersionUID = 1L;

  /** An error with a message that names the deployment. */
  public DeadlineExceededException(String message) {
    super(message);
  }
}
