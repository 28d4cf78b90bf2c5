package dev.serval.core.batch;

import dev.serval.core.time.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A batcher on one thread, with time and executor moved by hand. A batch executes in two steps: its
 * body runs with {@link #start}, and ends with {@link #finish} unless the rig was given a body.
 */
final class BatchRig {

  static final Duration WAIT = Duration.ofMillis(10);

  final ManualTime time = new ManualTime();
  final List<List<Object>> executed = new ArrayList<>();
  final List<String> observed = new ArrayList<>();
  final Batcher batcher;

  private final Queue<Runnable> accepted = new ArrayDeque<>();
  private final Queue<CompletableFuture<Object>> running = new ArrayDeque<>();
  private final Queue<List<Object>> runningItems = new ArrayDeque<>();

  /** Answers each item with itself, when told to finish. */
  BatchRig(BatchOptions options) {
    this(options, null);
  }

  BatchRig(BatchOptions options, BatchMethod body) {
    this(options, body, null);
  }

  BatchRig(BatchOptions options, BatchMethod body, Executor executor) {
    batcher =
        new Batcher(
            "Ranker.rank",
            options,
            item -> item instanceof Integer weight ? weight : 1,
            items -> {
              executed.add(items);
              return body == null ? untilFinished(items) : body.execute(items);
            },
            executor == null ? accepted::add : executor,
            time,
            (size, limit, wait, execution) ->
                observed.add(
                    "%d/%d waited %s executed %s"
                        .formatted(
                            size, limit, Duration.ofNanos(wait), Duration.ofNanos(execution))));
  }

  static BatchOptions options(int maxSize, Duration maxWait, int maxConcurrent) {
    return new BatchOptions(maxSize, maxWait, maxConcurrent);
  }

  RecordedCall submit(Object item) {
    return submit(new RecordedCall(item));
  }

  <C extends BatchEntry> C submit(C call) {
    batcher.submit(call);
    return call;
  }

  /** Batches handed to the executor that it has not begun with. */
  int waitingForThread() {
    return accepted.size();
  }

  /** Runs what the batcher gave to the executor, and what it gives to it meanwhile. */
  void start() {
    for (Runnable next = accepted.poll(); next != null; next = accepted.poll()) {
      next.run();
    }
  }

  /** Ends the batch that has been running for longest. */
  void finish() {
    running.remove().complete(new ArrayList<>(runningItems.remove()));
    start();
  }

  private Object untilFinished(List<Object> items) {
    CompletableFuture<Object> results = new CompletableFuture<>();
    running.add(results);
    runningItems.add(items);
    return results;
  }
}
