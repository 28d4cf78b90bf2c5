package dev.serval.quarkus.runtime.http;

import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.shutdown.ShutdownListener;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Puts the door in place. */
@Recorder
public class HttpRecorder {

  /** In front of all routes. */
  public Handler<RoutingContext> door() {
    return new DoorFilter();
  }

  /** Lets requests end before the application stops. */
  public ShutdownListener finishRequests() {
    return new FinishRequests();
  }
}
