package dev.serval.core.app;

import dev.serval.core.stage.StageReplica;
import dev.serval.core.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds out when the replicas of a process have nothing more to do. */
final class IdleWatch {

  private final List<StageReplica> replicas;
  private final CompletableFuture<Void> idle = new CompletableFuture<>();

  /** Watches from now on, until the replicas are idle for the first time. */
  IdleWatch(List<StageReplica> replicas) {
    this.replicas = List.copyOf(replicas);
    this.replicas.forEach(replica -> replica.onIdle(this::look));
    look();
  }

  private void look() {
    if (!idle.isDone() && replicas.stream().allMatch(StageReplica::idle)) {
      idle.complete(null);
    }
  }

  /** Completes when no replica runs a call, on the thread that ended the last one. */
  CompletionStage<Void> idle() {
    return idle.minimalCompletionStage();
  }

  /** Waits until the replicas are idle; false if they were not within {@code timeout}. */
  boolean await(Duration timeout, TimeSource time) {
    if (idle.isDone()) {
      return true;
    }
    CompletableFuture<Boolean> outcome = idle.thenApply(none -> true);
    TimeSource.Timer timer = time.schedule(() -> outcome.complete(false), timeout.toNanos());
    try {
      return outcome.join();
    } finally {
      timer.cancel();
    }
  }
}
