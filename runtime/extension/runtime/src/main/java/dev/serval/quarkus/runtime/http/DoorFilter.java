package dev.serval.quarkus.runtime.http;

import io.quarkus.arc.Arc;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Stands in for the door until the application has started, when its settings are known. */
public final class DoorFilter implements Handler<RoutingContext> {

  private volatile IngressDoor door;

  @Override
  public void handle(RoutingContext exchange) {
    IngressDoor known = door;
    if (known == null) {
      known = Arc.container().instance(IngressDoor.class).get();
      door = known;
    }
    known.handle(exchange);
  }
}
