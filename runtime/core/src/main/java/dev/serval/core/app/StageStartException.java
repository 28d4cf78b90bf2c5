package dev.serval.core.app;

/**
 * A replica could not be started: its stage's constructor, initialisation or configuration failed.
 */
public final class StageStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error whose message names deployment, stage class and reason. */
  public StageStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
