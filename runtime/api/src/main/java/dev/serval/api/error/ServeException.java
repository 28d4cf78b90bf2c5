package dev.serval.api.error;

/**
 * A call between deployments did not succeed. The message names the deployment, and the method
 * where there is one, and is fit to be shown to a client.
 */
public abstract sealed class ServeException extends RuntimeException
    permits BackPressureException,
        BadRequestException,
        CallCancelledException,
        DeadlineExceededException,
        DeploymentUnavailableException,
        StageFailedException {

  private static final long serialVersionUID = 1L;

  /** An error without a Java stack trace: it tells of another process, or is made under load. */
  ServeException(String message) {
    super(message, null, false, false);
  }

  ServeException(String message, Throwable cause) {
    super(message, cause);
  }
}
