package dev.serval.core.stage;

import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.api.error.ServeException;
import dev.serval.api.error.StageFailedException;
import dev.serval.core.call.CancelReason;
import dev.serval.core.codec.CodecException;

/** What the callers of a replica are told of a call that has no result. */
final class CallErrors {

  private CallErrors() {}

  /**
   * The error for what a call failed with; one that came from further on keeps its origin.
   *
   * @param name of the method, as {@code Deployment.method}
   */
  static ServeException of(String name, Throwable cause) {
    return switch (cause) {
      case ServeException error -> error;
      case CodecException error -> new BadRequestException(name + ": " + error.getMessage());
      case Throwable other -> {
        String message = other.getMessage() == null ? "" : ": " + other.getMessage();
        yield new StageFailedException(
            name + " failed: " + other.getClass().getName() + message, other);
      }
    };
  }

  static ServeException cancelled(String name, CancelReason reason) {
    return switch (reason) {
      case DEADLINE ->
          new DeadlineExceededException("No result of " + name + " before the deadline");
      case SHUTDOWN -> shuttingDown(name);
      case CANCELLED -> new CallCancelledException(name + " was cancelled");
    };
  }

  /**
   * @param name of the deployment or of the method
   */
  static ServeException shuttingDown(String name) {
    return new DeploymentUnavailableException(name + ": this process is shutting down");
  }
}
