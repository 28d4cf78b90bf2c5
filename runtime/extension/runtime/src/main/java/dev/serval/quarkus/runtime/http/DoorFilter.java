package dev.serval.quarkus.runtime.http;

import io.quarkus.arc.Arc;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Leads to the door, and to what every process answers, once the application has started and their
 * settings are known. Not routes of their own, since every request would pass those as well.
 */
public final class DoorFilter implements Handler<RoutingContext> {

  private volatile IngressDoor door;

  @Override
  public void handle(RoutingContext exchange) {
    IngressDoor known = door;
    if (known == null) {
      known = Arc.container().instance(IngressDoor.class).get();
      door = known;
    }
    String path;
    try {
      path = exchange.normalizedPath();
    } catch (IllegalArgumentException undecodable) {
      // Nobody behind can ask for the path either, not even to say that it is wrong.
      known.refuseUndecodable(exchange);
      return;
    }
    if (path.startsWith(ProcessRoutes.UNDER)
        && Arc.container().instance(ProcessRoutes.class).get().answer(exchange, path)) {
      return;
    }
    known.handle(exchange);
  }
}
