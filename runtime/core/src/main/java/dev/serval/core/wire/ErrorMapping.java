package dev.serval.core.wire;

import dev.serval.api.error.BackPressureException;
import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.api.error.ServeException;
import dev.serval.api.error.StageFailedException;
import dev.serval.protocol.wire.ErrorKind;
import dev.serval.protocol.wire.WireError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

/** Errors as the wire carries them. */
final class ErrorMapping {

  private ErrorMapping() {}

  static WireError toWire(ServeException error, boolean withStackTrace) {
    return switch (error) {
      case BackPressureException full ->
          new WireError(
              ErrorKind.BACK_PRESSURE,
              Math.clamp(full.retryAfter().toMillis(), 0, Integer.MAX_VALUE),
              "",
              full.getMessage(),
              "");
      case StageFailedException failed ->
          new WireError(
              ErrorKind.STAGE_FAILED,
              0,
              failed.exceptionType(),
              failed.getMessage(),
              withStackTrace ? stackTrace(failed) : "");
      case DeadlineExceededException late -> plain(ErrorKind.DEADLINE_EXCEEDED, late);
      case DeploymentUnavailableException away -> plain(ErrorKind.UNAVAILABLE, away);
      case CallCancelledException cancelled -> plain(ErrorKind.CANCELLED, cancelled);
      case BadRequestException bad -> plain(ErrorKind.BAD_REQUEST, bad);
    };
  }

  static ServeException fromWire(WireError error) {
    return switch (error.kind()) {
      case BACK_PRESSURE ->
          new BackPressureException(error.message(), Duration.ofMillis(error.retryAfterMillis()));
      case STAGE_FAILED ->
          new StageFailedException(error.message(), error.exceptionType(), error.stackTrace());
      case DEADLINE_EXCEEDED -> new DeadlineExceededException(error.message());
      case UNAVAILABLE -> new DeploymentUnavailableException(error.message());
      case CANCELLED -> new CallCancelledException(error.message());
      case BAD_REQUEST -> new BadRequestException(error.message());
    };
  }

  private static WireError plain(ErrorKind kind, ServeException error) {
    return new WireError(kind, 0, "", error.getMessage(), "");
  }

  private static String stackTrace(StageFailedException failed) {
    if (failed.getCause() == null) {
      return failed.remoteStackTrace();
    }
    StringWriter text = new StringWriter();
    failed.getCause().printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
