package dev.serval.api.error;

/** The code of the called stage threw an exception, or broke its contract. */
public final class StageFailedException extends ServeException {

  private static final long serialVersionUID = 1L;

  private final String exceptionType;
  private final String remoteStackTrace;

  /**
   * @param message names deployment, method and the message of the exception
   * @param exceptionType the class name of the exception that the stage threw
   * @param remoteStackTrace its stack trace where the callee is configured to send it, else empty
   */
  public StageFailedException(String message, String exceptionType, String remoteStackTrace) {
    super(message);
    this.exceptionType = exceptionType;
    this.remoteStackTrace = remoteStackTrace;
  }

  /** In the same process: the exception itself is the cause. */
  public StageFailedException(String message, Throwable cause) {
    super(message, cause);
    this.exceptionType = cause.getClass().getName();
    this.remoteStackTrace = "";
  }

  /** The class name of the exception that the stage threw. */
  public String exceptionType() {
    return exceptionType;
  }

  /** The stack trace of the exception in the replica, or empty. */
  public String remoteStackTrace() {
    return remoteStackTrace;
  }
}
