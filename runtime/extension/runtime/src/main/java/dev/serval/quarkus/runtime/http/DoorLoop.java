package dev.serval.quarkus.runtime.http;

import dev.serval.core.time.TimeSource;
import io.vertx.core.http.HttpServerRequest;

/** What belongs to one event loop of the door. */
final class DoorLoop {

  private final RequestIds ids = new RequestIds();
  private final TimeSource time;
  private Deadlines deadlines;

  DoorLoop(TimeSource time) {
    this.time = time;
  }

  /** Makes ids for requests that bring none. */
  RequestIds ids() {
    return ids;
  }

  /** The deadlines of the requests of the loop that {@code request} is on. */
  Deadlines deadlines(HttpServerRequest request) {
    if (deadlines == null) {
      deadlines = new Deadlines(time, HttpScope.contextOf(request).nettyEventLoop());
    }
    return deadlines;
  }
}
