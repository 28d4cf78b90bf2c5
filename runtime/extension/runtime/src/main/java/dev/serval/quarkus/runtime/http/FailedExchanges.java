package dev.serval.quarkus.runtime.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Answers requests that fail before REST has seen them, or where it gives up. */
@Singleton
public class FailedExchanges implements Handler<RoutingContext> {

  private static final Logger LOG = Logger.getLogger(FailedExchanges.class);

  /** Behind everybody but those who answer for security and for what nobody else answers. */
  private static final int ORDER = Integer.MAX_VALUE - 1_000;

  void register(@Observes Router router) {
    router.route().order(ORDER).failureHandler(this);
  }

  @Override
  public void handle(RoutingContext exchange) {
    Throwable failure = exchange.failure();
    if (failure instanceof SecurityException
        || exchange.response().headWritten()
        || exchange.response().ended()) {
      exchange.next();
      return;
    }
    HttpScope scope = HttpScope.of(exchange.request());
    if (scope != null && !scope.claimForApplication()) {
      return;
    }
    String requestId = scope == null ? "" : scope.requestId();
    String deployment = scope == null ? "" : scope.deployment();
    HttpError error = errorOf(exchange.statusCode(), failure, deployment);
    if (error.status() >= 500) {
      LOG.errorf(failure, "Request %s failed: %s", requestId, exchange.request().method());
    }
    IngressDoor.answer(exchange, requestId, error);
  }

  private static HttpError errorOf(int status, Throwable failure, String deployment) {
    if (status >= 400 && status < 500) {
      String reason = failure == null ? null : failure.getMessage();
      return HttpError.of(
          status,
          ErrorMapping.typeOf(status),
          reason == null ? "The request is not valid" : reason);
    }
    HttpError known = failure == null ? null : ErrorMapping.of(ErrorMapping.unwrap(failure));
    return known == null ? ErrorMapping.internal(deployment) : known;
  }
}
