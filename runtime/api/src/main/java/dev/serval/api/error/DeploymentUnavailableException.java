package dev.serval.api.error;

/** No replica could take the call, or the one that had accepted it was lost. */
public final class DeploymentUnavailableException extends ServeException {

  private static final long serialVersionUID = 1L;

  /** An error with a message that names the deployment. */
  public DeploymentUnavailableException(String message) {
    super(message);
  }
}
