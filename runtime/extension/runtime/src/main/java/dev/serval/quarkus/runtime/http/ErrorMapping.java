package dev.serval.quarkus.runtime.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.serval.api.error.BackPressureException;
import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.api.error.ServeException;
import dev.serval.api.error.StageFailedException;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What clients are told of an exception. */
final class ErrorMapping {

  /** What to mend in a path or a query. */
  static final String HOW_TO_ENCODE =
      "after each % there must be two hexadecimal digits; %25 stands for % itself";

  private ErrorMapping() {}

  /**
   * The error, or {@code null} if the exception is nothing that a client could do something about:
   * that is for {@link #internal}.
   */
  static HttpError of(Throwable failure) {
    return switch (failure) {
      case ServeException serve -> ofServe(serve);
      case ResteasyReactiveViolationException violated ->
          ViolationErrors.of(violated.getConstraintViolations());
      case WebApplicationException web -> ofWeb(web);
      default -> null;
    };
  }

  /** For what is nobody's business but the log's. */
  static HttpError internal(String deployment) {
    return HttpError.of(
        500,
        "Internal",
        (deployment.isEmpty() ? "The application" : deployment)
            + " failed; its log says why under the id of this request");
  }

  static Throwable unwrap(Throwable failure) {
    Throwable at = failure;
    while ((at instanceof CompletionException || at instanceof ExecutionException)
        && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }

  /** As {@link #of}, of an exception before the application's code had run. */
  static HttpError ofRequest(Throwable failure) {
    return switch (failure) {
      case JsonProcessingException json -> JsonErrors.of(json);
      case NotFoundException unreadable when unreadable.getCause() != null ->
          HttpError.of(
              404,
              "NotFound",
              "A parameter in the path or the query cannot be read: "
                  + unreadable.getCause().getMessage());
      case WebApplicationException web
          when web.getResponse().getStatus() == 400
              && web.getCause() instanceof JsonProcessingException json ->
          JsonErrors.of(json);
      default -> of(failure);
    };
  }

  static HttpError undecodableQuery() {
    return HttpError.of(
        400, "BadRequest", "The query of the request cannot be decoded: " + HOW_TO_ENCODE);
  }

  private static HttpError ofServe(ServeException failure) {
    int status;
    String type;
    switch (failure) {
      case BackPressureException full -> {
        status = 503;
        type = "BackPressure";
      }
      case DeploymentUnavailableException missing -> {
        status = 503;
        type = "DeploymentUnavailable";
      }
      case DeadlineExceededException late -> {
        status = 408;
        type = "DeadlineExceeded";
      }
      case CallCancelledException cancelled -> {
        status = 499;
        type = "CallCancelled";
      }
      case BadRequestException wrong -> {
        status = 400;
        type = "BadRequest";
      }
      case StageFailedException failed -> {
        status = 500;
        type = "StageFailed";
      }
    }
    return HttpError.of(status, type, String.valueOf(failure.getMessage()));
  }

  private static HttpError ofWeb(WebApplicationException failure) {
    int status = failure.getResponse().getStatus();
    return HttpError.of(status, typeOf(status), String.valueOf(failure.getMessage()));
  }

  /** The name of the status as one word: {@code NotFound}. */
  static String typeOf(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return known == null ? "Http" + status : known.getReasonPhrase().replaceAll("[^A-Za-z]", "");
  }
}
