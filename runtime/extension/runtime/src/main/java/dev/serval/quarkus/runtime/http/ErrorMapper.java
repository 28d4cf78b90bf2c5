package dev.serval.quarkus.runtime.http;

import dev.serval.api.error.BackPressureException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveExceptionMapper;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Answers with the one form that errors have. Registered for everything that may be thrown, with a
 * lower priority than the application's own mappers.
 *
 * @param <E> what it is registered for
 */
public class ErrorMapper<E extends Throwable> implements ResteasyReactiveExceptionMapper<E> {

  private static final Logger LOG = Logger.getLogger(ErrorMapper.class);
  private static final Pattern BAD_ENCODING = Pattern.compile("%(?![0-9a-fA-F]{2})");
  private static final int BAD = Response.Status.BAD_REQUEST.getStatusCode();
  private static final int TOO_LARGE = Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode();

  @Override
  public Response toResponse(E failure) {
    HttpError error = ErrorMapping.of(ErrorMapping.unwrap(failure));
    return answer(error == null ? ErrorMapping.internal("") : error, "", null);
  }

  @Override
  public Response toResponse(E failure, ServerRequestContext request) {
    ResteasyReactiveRequestContext context = (ResteasyReactiveRequestContext) request;
    HttpScope scope = ScopedInvocation.scopeOf(context);
    String requestId = scope == null ? "" : scope.requestId();
    Throwable cause = ErrorMapping.unwrap(failure);
    Response given = cause instanceof WebApplicationException web ? web.getResponse() : null;
    if (given != null && (given.getStatus() < 400 || given.hasEntity())) {
      return given;
    }
    // The writer of the route may be there already, and it writes what the route answers.
    context.resetBuildTimeSerialization();
    boolean ran = scope == null || scope.ran();
    HttpError error = ran ? ErrorMapping.of(cause) : ErrorMapping.ofRequest(cause);
    if (!ran && given != null && given.getStatus() == TOO_LARGE) {
      // From REST, which reads forms and does not say how long they may be.
      error = scope.door().tooLarge();
    }
    if (!ran && given != null && given.getStatus() == BAD && undecodable(scope)) {
      error = ErrorMapping.undecodableQuery();
    }
    if (given != null && context.getTarget() == null) {
      String path = context.getPath();
      String asked = scope == null ? path : scope.door().asAsked(path);
      return unmatched(given, error, context, asked, requestId);
    }
    if (error == null) {
      error = ErrorMapping.internal(scope == null ? "" : scope.deployment());
    }
    if (error.status() >= 500 && !(cause instanceof BackPressureException)) {
      LOG.errorf(
          cause,
          "Request %s failed: %s %s",
          requestId,
          context.getMethod(),
          context.getTarget() == null ? "" : context.getPath());
    }
    Response answer = answer(error, requestId, given);
    if (cause instanceof BackPressureException full) {
      long seconds = Math.max(1, full.retryAfter().plusMillis(999).toSeconds());
      return Response.fromResponse(answer).header(HttpHeaders.RETRY_AFTER, seconds).build();
    }
    return answer;
  }

  /** REST says of a query that it cannot decode no more than that the request is bad. */
  private static boolean undecodable(HttpScope scope) {
    String query = scope.request().query();
    return query != null && BAD_ENCODING.matcher(query).find();
  }

  /** No route, or none with this method. */
  private static Response unmatched(
      Response given,
      HttpError error,
      ResteasyReactiveRequestContext context,
      String asked,
      String requestId) {
    if (given.getStatus() == Response.Status.NOT_FOUND.getStatusCode()) {
      return answer(IngressDoor.notFound(context.getMethod(), asked), requestId, given);
    }
    if (given.getStatus() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()) {
      Collection<String> allowed = Routes.of(context.getDeployment()).allowed(context.getPath());
      String methods = String.join(", ", allowed);
      HttpError wrong =
          HttpError.of(405, "MethodNotAllowed", asked + " answers " + methods + " only");
      return Response.fromResponse(answer(wrong, requestId, given))
          .header(HttpHeaders.ALLOW, methods)
          .build();
    }
    return answer(error, requestId, given);
  }

  /**
   * @param given headers to keep, or {@code null}
   */
  private static Response answer(HttpError error, String requestId, Response given) {
    Response.ResponseBuilder answer =
        given == null ? Response.status(error.status()) : Response.fromResponse(given);
    return answer
        .status(error.status())
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(error.toJson(requestId).getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
