package dev.serval.bench.peer;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/**
 * Waits without holding a thread. A Vert.x timer set on the caller's event loop fires on that same
 * loop, so a delay costs no thread switch; Mutiny's own delay would continue on a worker thread.
 */
@Singleton
final class Delay {

  private final Vertx vertx;

  Delay(Vertx vertx) {
    this.vertx = vertx;
  }

  Uni<Long> millis(long millis) {
    return Uni.createFrom().emitter(emitter -> vertx.setTimer(millis, emitter::complete));
  }
}
