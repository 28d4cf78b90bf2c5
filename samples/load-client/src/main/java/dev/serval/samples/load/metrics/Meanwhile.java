package dev.serval.samples.load.metrics;

import java.util.OptionalDouble;

/** What batching and queues did between looks at a server's metrics. For many threads. */
public final class Meanwhile {

  private ServerState first;
  private ServerState last;
  private OptionalDouble mostQueued = OptionalDouble.empty();
  private double meanBatch;

  /** Takes in what the server says now. */
  public synchronized void look(ServerState now) {
    if (first == null) {
      first = now;
      last = now;
    }
    now.queued()
        .ifPresent(
            queued -> mostQueued = OptionalDouble.of(Math.max(queued, mostQueued.orElse(0))));
    ServerState.Batches recent =
        now.batchesSince(last).values().stream()
            .reduce(new ServerState.Batches(0, 0), ServerState.Batches::plus);
    meanBatch = recent.meanSize();
    last = now;
  }

  /** Items in a batch since the look before the last, on average; 0 if there were no batches. */
  public synchronized double meanBatch() {
    return meanBatch;
  }

  /** Calls that waited for a replica at the last look. */
  public synchronized OptionalDouble queued() {
    return last == null ? OptionalDouble.empty() : last.queued();
  }

  /**
   * What happened from the first look to the last, for people; empty if the server says nothing.
   */
  public synchronized String summary() {
    if (first == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    last.batchesSince(first)
        .forEach(
            (method, batches) ->
                text.append(
                    "batches   %s: %.0f of %.1f items on average%n"
                        .formatted(
                            method.isEmpty() ? "all methods" : method,
                            batches.count(),
                            batches.meanSize())));
    mostQueued.ifPresent(
        most ->
            text.append("queued    at most %.0f calls, at one look each second%n".formatted(most)));
    last.backPressuredSince(first)
        .ifPresent(
            refused -> text.append("refused   %.0f calls between stages%n".formatted(refused)));
    return text.toString();
  }
}
