package dev.serval.quarkus.runtime.http;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.shutdown.ShutdownListener;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Puts the door and the routes of every process in place. */
@Recorder
public class HttpRecorder {

  /** In front of all routes. */
  public Handler<RoutingContext> door() {
    return new DoorFilter();
  }

  /** {@code /-/routes}. */
  public Handler<RoutingContext> routes() {
    return exchange -> Arc.container().instance(ProcessRoutes.class).get().routes(exchange);
  }

  /** {@code /-/healthz}. */
  public Handler<RoutingContext> health() {
    return exchange -> Arc.container().instance(ProcessRoutes.class).get().health(exchange);
  }

  /** Lets requests end before the application stops. */
  public ShutdownListener finishRequests() {
    return new FinishRequests();
  }
}
