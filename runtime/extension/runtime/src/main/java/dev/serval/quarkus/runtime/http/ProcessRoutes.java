package dev.serval.quarkus.runtime.http;

import dev.serval.quarkus.runtime.health.ProcessHealth;
import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;

/** What every process answers under {@code /-}, whatever it hosts. */
@Singleton
public class ProcessRoutes {

  static final String UNDER = "/-/";

  private final IngressDoor door;
  private final ProcessHealth health;

  ProcessRoutes(IngressDoor door, ProcessHealth health) {
    this.door = door;
    this.health = health;
  }

  /** Answers a path under {@code /-}, if there is such. */
  boolean answer(RoutingContext exchange, String path) {
    switch (path) {
      case "/-/routes" -> routes(exchange);
      case "/-/healthz" -> health(exchange);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** {@code /-/routes}: where the application's routes are, and which there are. */
  private void routes(RoutingContext exchange) {
    DoorSettings settings = door.settings();
    JsonArray routes = new JsonArray();
    if (settings.answers()) {
      Routes known = Routes.of(ResteasyReactiveRecorder.getCurrentDeployment());
      for (Map.Entry<String, Collection<String>> route : known.byTemplate().entrySet()) {
        routes.add(
            new JsonObject()
                .put("path", settings.withPrefix(route.getKey()))
                .put("methods", new JsonArray(new ArrayList<>(route.getValue()))));
      }
    }
    answer(
        exchange,
        200,
        new JsonObject()
            .put("application", settings.application())
            .put("ingress", settings.deployment())
            .put("hosted", settings.hosted())
            .put("routePrefix", settings.routePrefix())
            .put("routes", routes));
  }

  /** {@code /-/healthz}: 200 while requests are welcome, else 503. */
  private void health(RoutingContext exchange) {
    boolean ready = health.ready();
    answer(
        exchange,
        ready ? 200 : 503,
        new JsonObject().put("status", ready ? "ready" : health.whyNotReady()));
  }

  private static void answer(RoutingContext exchange, int status, JsonObject body) {
    exchange
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body.encode());
  }
}
