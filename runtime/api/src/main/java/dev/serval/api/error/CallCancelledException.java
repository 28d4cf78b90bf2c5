package dev.serval.api.error;

/** The call was cancelled by its caller, or because the client of the request went away. */
public final class CallCancelledException extends ServeException {

  private static final long serialVersionUID = 1L;

  /** An error with a message that names the deployment. */
  public CallCancelledException(String message) {
    super(message);
  }
}
