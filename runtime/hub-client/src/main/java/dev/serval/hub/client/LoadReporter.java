package dev.serval.hub.client;

import dev.serval.core.time.TimeSource;
import dev.serval.hub.v1.LoadReport;
import dev.serval.hub.v1.QueuedCalls;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reports what the process has to do every second, and at once what an autoscaler should not have
 * to wait for, but not more often than every 100 ms. Only that a call begins to wait for a
 * deployment may follow another report sooner, once a second: the process has just become busy with
 * the request that calls.
 */
final class LoadReporter {

  static final Duration PERIOD = Duration.ofSeconds(1);
  static final Duration SHORTEST_GAP = Duration.ofMillis(100);

  private final Supplier<ProcessLoad> source;
  private final TimeSource time;
  private final Executor loop;

  /** Written by any thread: once it is set, those who find a change have nothing more to do. */
  private volatile boolean urgent = true;

  // On the loop alone.
  private Predicate<LoadReport> connection;
  private long sequence;
  private long lastNanos;
  private long lastSoonerNanos;
  private ProcessLoad last;

  /**
   * @param loop runs one task at a time
   */
  LoadReporter(Supplier<ProcessLoad> source, TimeSource time, Executor loop) {
    this.source = source;
    this.time = time;
    this.loop = loop;
    this.lastSoonerNanos = time.nanoTime() - PERIOD.toNanos();
  }

  /**
   * Reports to a connection from now on. On the loop.
   *
   * @param sends a report; false if it can't take one now
   */
  void reportTo(Predicate<LoadReport> sends) {
    connection = sends;
    sequence = 0;
    urgent = false;
    report(source.get(), false);
    again(sends);
  }

  /** Reports no more. On the loop. */
  void stop() {
    urgent = true;
    connection = null;
    last = null;
  }

  /**
   * The process may have become idle or busy, or a call may have begun to wait or the last one may
   * have ceased to. Any thread; while the last such change is not reported yet it costs one read.
   */
  void changed() {
    if (!urgent) {
      urgent = true;
      loop.execute(this::reportUrgently);
    }
  }

  private void reportUrgently() {
    if (connection == null) {
      return;
    }
    long left = lastNanos + SHORTEST_GAP.toNanos() - time.nanoTime();
    if (left > 0 && !goesSooner()) {
      time.schedule(() -> loop.execute(this::reportUrgently), left);
      return;
    }
    // Before the load is looked at: a change after that is a new one.
    urgent = false;
    ProcessLoad now = source.get();
    if (last == null || differs(last, now)) {
      report(now, true);
    }
  }

  private boolean goesSooner() {
    long now = time.nanoTime();
    boolean sooner =
        last != null
            && now - lastSoonerNanos >= PERIOD.toNanos()
            && !last.queued().keySet().containsAll(source.get().queued().keySet());
    if (sooner) {
      lastSoonerNanos = now;
    }
    return sooner;
  }

  private static boolean differs(ProcessLoad before, ProcessLoad now) {
    return before.busy() != now.busy()
        || before.draining() != now.draining()
        || !before.queued().keySet().equals(now.queued().keySet());
  }

  private void again(Predicate<LoadReport> to) {
    time.schedule(
        () ->
            loop.execute(
                () -> {
                  if (connection == to) {
                    report(source.get(), false);
                    again(to);
                  }
                }),
        PERIOD.toNanos());
  }

  /**
   * Reports a load.
   *
   * @param atOnce whether it is now because of what the load is, so that this is no sample of it
   */
  private void report(ProcessLoad load, boolean atOnce) {
    LoadReport.Builder report =
        LoadReport.newBuilder()
            .setSequence(++sequence)
            .setOngoing(load.ongoing())
            .setDraining(load.draining())
            .setAtOnce(atOnce);
    load.queued()
        .forEach(
            (deployment, calls) ->
                report.addQueued(
                    QueuedCalls.newBuilder().setDeployment(deployment).setCalls(calls)));
    if (connection.test(report.build())) {
      last = load;
      lastNanos = time.nanoTime();
    }
  }
}
