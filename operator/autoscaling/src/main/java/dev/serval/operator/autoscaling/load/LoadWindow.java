package dev.serval.operator.autoscaling.load;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The load of one deployment over the look-back period: running and queued requests of all its
 * replicas together, as a function of time that keeps each value until the next report.
 *
 * <p>A value is believed for a limited time without a new report; what comes after is unknown until
 * the next one. Unknown time counts for nothing: it is not a load of zero.
 *
 * <p>Where only a part of the load is known, that is what there is at least. It is averaged like
 * any other, which makes the mean one of at least as much; what is measured says so for as long.
 *
 * <p>Memory does not depend on the number of replicas, of reports or on the look-back period: the
 * period is kept in {@value #PARTS} parts. A mean covers whole parts and so up to two of them more
 * than its window, never less. Means are exact: times count in microseconds, loads in whole
 * requests.
 *
 * <p>For one thread at a time.
 */
public final class LoadWindow {

  /** The highest load that a report may name. */
  public static final long HIGHEST_LOAD = 1_000_000_000;

  private static final int PARTS = 120;

  private final LookBack lookBack;
  private final long believedMicros;
  private final long partMicros;
  private final long[] requestMicros;
  private final long[] knownMicros;

  /** Up to where parts are filled in; meaningless before the first report. */
  private long filledTo;

  private long lastReportAt;
  private long lastLoad;
  private boolean lastIsAtLeast;
  private boolean reported;

  /** Up to where parts were last filled with what is a part of the load. */
  private long atLeastUpTo = Long.MIN_VALUE;

  /**
   * Starts with nothing known.
   *
   * @param lookBack the look-back period
   * @param believed how long a report is believed without a new one, more than 0 and up to 1 h;
   *     several times the time between reports
   * @throws IllegalArgumentException if {@code believed} is out of its bounds
   */
  public LoadWindow(LookBack lookBack, Duration believed) {
    if (!believed.isPositive() || believed.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "believed is " + believed + ": it must be above 0 and at most 1h");
    }
    this.lookBack = lookBack;
    this.believedMicros = micros(believed);
    this.partMicros = micros(lookBack.length()) / PARTS;
    int parts = partsOf(lookBack.length()) + 1;
    this.requestMicros = new long[parts];
    this.knownMicros = new long[parts];
  }

  /**
   * Takes the load from a point in time on.
   *
   * @param nanos when it was so
   * @param load requests that run and that wait, from 0 to {@link #HIGHEST_LOAD}
   * @return whether it was taken; a report from before the last one changes nothing
   * @throws IllegalArgumentException if the load is out of its bounds
   */
  public boolean report(long nanos, long load) {
    return report(nanos, load, false);
  }

  /**
   * Takes what the load is at least from a point in time on. While a load that was reported before
   * is believed, less than that says nothing new and is not taken.
   *
   * @param nanos when it was so
   * @param load requests that run and that wait, as far as is known, from 0 to {@link
   *     #HIGHEST_LOAD}
   * @return whether it was taken
   * @throws IllegalArgumentException if the load is out of its bounds
   */
  public boolean reportAtLeast(long nanos, long load) {
    boolean believesMore =
        reported
            && !lastIsAtLeast
            && load <= lastLoad
            && Math.floorDiv(nanos, 1000L) - lastReportAt < believedMicros;
    return !believesMore && report(nanos, load, true);
  }

  private boolean report(long nanos, long load, boolean isAtLeast) {
    if (load < 0 || load > HIGHEST_LOAD) {
      throw new IllegalArgumentException(
          "the load is " + load + ": it must be from 0 to " + HIGHEST_LOAD);
    }
    long at = Math.floorDiv(nanos, 1000L);
    if (!reported) {
      filledTo = at;
      reported = true;
    } else if (at < lastReportAt) {
      return false;
    }
    fillTo(at);
    lastReportAt = at;
    lastLoad = load;
    lastIsAtLeast = isAtLeast;
    return true;
  }

  /**
   * What is known now.
   *
   * @param nanos now; a time before one that was measured or reported already counts as that one
   */
  public MeasuredLoad measure(long nanos) {
    if (!reported) {
      return MeasuredLoad.unknown(lookBack);
    }
    fillTo(Math.floorDiv(nanos, 1000L));
    boolean believed = filledTo - lastReportAt < believedMicros;
    return new MeasuredLoad(
        believed ? OptionalLong.of(lastLoad) : OptionalLong.empty(),
        over(lookBack.latest()),
        over(lookBack.burst()),
        over(lookBack.length()),
        believed && lastIsAtLeast || atLeastUpTo > startOf(lookBack.length()));
  }

  /** The look-back period. */
  public LookBack lookBack() {
    return lookBack;
  }

  /**
   * The same load over another look-back period. What is known stays known; where a part was known
   * only partly, the known time counts as its end.
   */
  public LoadWindow over(LookBack other) {
    LoadWindow window = new LoadWindow(other, Duration.ofNanos(believedMicros * 1000));
    if (!reported) {
      return window;
    }
    window.reported = true;
    window.lastReportAt = lastReportAt;
    window.lastLoad = lastLoad;
    window.lastIsAtLeast = lastIsAtLeast;
    window.atLeastUpTo = atLeastUpTo;
    window.filledTo = filledTo;
    long current = partOf(filledTo);
    for (long part = current - requestMicros.length + 1; part <= current; part++) {
      long known = knownMicros[slot(part)];
      if (known > 0) {
        long end = Math.min((part + 1) * partMicros, filledTo);
        window.add(new Span(end - known, end, requestMicros[slot(part)]));
      }
    }
    return window;
  }

  /** Brings the parts up to a time. They stand for what came before; the oldest make place. */
  private void fillTo(long time) {
    if (time <= filledTo) {
      return;
    }
    long oldest = partOf(time) - requestMicros.length + 1;
    for (long part = Math.max(partOf(filledTo) + 1, oldest); part <= partOf(time); part++) {
      requestMicros[slot(part)] = 0;
      knownMicros[slot(part)] = 0;
    }
    long from = Math.max(filledTo, oldest * partMicros);
    long to = Math.min(time, lastReportAt + believedMicros);
    filledTo = time;
    if (from < to) {
      add(new Span(from, to, lastLoad * (to - from)));
      atLeastUpTo = lastIsAtLeast ? to : atLeastUpTo;
    }
  }

  /** Adds a span that ends by {@link #filledTo} to the parts that are still kept. */
  private void add(Span span) {
    long from = Math.max(span.from(), (partOf(filledTo) - requestMicros.length + 1) * partMicros);
    while (from < span.to()) {
      long part = partOf(from);
      long to = Math.min((part + 1) * partMicros, span.to());
      requestMicros[slot(part)] += span.requestMicrosBefore(to) - span.requestMicrosBefore(from);
      knownMicros[slot(part)] += to - from;
      from = to;
    }
  }

  private WindowLoad over(Duration window) {
    long current = partOf(filledTo);
    long sum = 0;
    long known = 0;
    for (long part = current - partsOf(window); part <= current; part++) {
      sum += requestMicros[slot(part)];
      known += knownMicros[slot(part)];
    }
    if (known == 0) {
      return WindowLoad.unknown(window);
    }
    Duration knownOfWindow = Duration.ofNanos(Math.min(known * 1000, window.toNanos()));
    return new WindowLoad(OptionalDouble.of((double) sum / known), knownOfWindow, window);
  }

  /** Where the first part of a window that ends now begins. */
  private long startOf(Duration window) {
    return (partOf(filledTo) - partsOf(window)) * partMicros;
  }

  /** How many parts a window fills, rounded up. */
  private int partsOf(Duration window) {
    return Math.toIntExact(Math.ceilDiv(micros(window), partMicros));
  }

  private long partOf(long time) {
    return Math.floorDiv(time, partMicros);
  }

  private int slot(long part) {
    return (int) Math.floorMod(part, (long) requestMicros.length);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
