package dev.serval.operator.autoscaling.load;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The load of one deployment over the look-back period: running and queued requests of all its
 * replicas together, as a function of time that keeps each value until the next report.
 *
 * <p>Reports come regularly, and at once when something happens: when a replica becomes busy it
 * says 1 whatever comes in the next second. A mean of such values is too low where calls are short.
 * Regular reports come at moments that don't depend on the load, so theirs is right on average
 * however short calls are. So there are two functions: what was told last, for the load now and for
 * bursts; and what was told regularly, for the means that ask for more or fewer replicas. Until
 * there is something regular, what was told at once counts for that too.
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

  /** Request-microseconds by part: of all that was told, and of what was told regularly. */
  private final long[] toldMicros;

  private final long[] regularMicros;
  private final long[] knownMicros;

  /** Up to where parts are filled in; meaningless before the first report. */
  private long filledTo;

  private long lastReportAt;
  private long lastLoad;
  private boolean lastIsAtLeast;
  private boolean reported;

  /** What was last told regularly, or stands for it; and when it was, if ever. */
  private long lastRegular;

  private long lastRegularAt;
  private boolean reportedRegularly;

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
    this.toldMicros = new long[parts];
    this.regularMicros = new long[parts];
    this.knownMicros = new long[parts];
  }

  /**
   * Takes the load from a point in time on, as it was told regularly.
   *
   * @param nanos when it was so
   * @param load requests that run and that wait, from 0 to {@link #HIGHEST_LOAD}
   * @return whether it was taken; a report from before the last one changes nothing
   * @throws IllegalArgumentException if the load is out of its bounds
   */
  public boolean report(long nanos, long load) {
    return report(nanos, LoadReading.regular(load));
  }

  /**
   * Takes the load from a point in time on. While a whole load that was reported before is
   * believed, a part that is no more than that says nothing new and is not taken.
   *
   * @param nanos when it was so
   * @return whether it was taken; a report from before the last one changes nothing
   * @throws IllegalArgumentException if a load is out of its bounds
   */
  public boolean report(long nanos, LoadReading reading) {
    checkBounds(reading.load());
    reading.regular().ifPresent(LoadWindow::checkBounds);
    long at = Math.floorDiv(nanos, 1000L);
    if (reported && (at < lastReportAt || reading.isAtLeast() && believesMore(at, reading))) {
      return false;
    }
    if (!reported) {
      filledTo = at;
      reported = true;
    }
    fillTo(at);
    lastReportAt = at;
    lastLoad = reading.load();
    lastIsAtLeast = reading.isAtLeast();
    if (reading.regular().isPresent()) {
      lastRegular = reading.regular().getAsLong();
      lastRegularAt = at;
      reportedRegularly = true;
    } else if (!reportedRegularly || at - lastRegularAt >= believedMicros) {
      lastRegular = reading.load();
    }
    return true;
  }

  private boolean believesMore(long at, LoadReading part) {
    return !lastIsAtLeast && part.load() <= lastLoad && at - lastReportAt < believedMicros;
  }

  private static void checkBounds(long load) {
    if (load < 0 || load > HIGHEST_LOAD) {
      throw new IllegalArgumentException(
          "the load is " + load + ": it must be from 0 to " + HIGHEST_LOAD);
    }
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
        over(lookBack.latest(), toldMicros),
        over(lookBack.burst(), toldMicros),
        over(lookBack.burst(), regularMicros),
        ofLookBack(),
        believed && lastIsAtLeast || atLeastUpTo > startOf(lookBack.length()));
  }

  /**
   * By regular reports; but where those found nothing, because calls are few and short, what was
   * told at once keeps it above 0: there was something.
   */
  private WindowLoad ofLookBack() {
    WindowLoad regular = over(lookBack.length(), regularMicros);
    return regular.mean().orElse(0) > 0 ? regular : over(lookBack.length(), toldMicros);
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
    window.lastRegular = lastRegular;
    window.lastRegularAt = lastRegularAt;
    window.reportedRegularly = reportedRegularly;
    window.atLeastUpTo = atLeastUpTo;
    window.filledTo = filledTo;
    long current = partOf(filledTo);
    for (long part = current - toldMicros.length + 1; part <= current; part++) {
      long known = knownMicros[slot(part)];
      if (known > 0) {
        long end = Math.min((part + 1) * partMicros, filledTo);
        window.add(
            new Span(end - known, end, toldMicros[slot(part)]),
            new Span(end - known, end, regularMicros[slot(part)]));
      }
    }
    return window;
  }

  /** Brings the parts up to a time. They stand for what came before; the oldest make place. */
  private void fillTo(long time) {
    if (time <= filledTo) {
      return;
    }
    long oldest = partOf(time) - toldMicros.length + 1;
    for (long part = Math.max(partOf(filledTo) + 1, oldest); part <= partOf(time); part++) {
      toldMicros[slot(part)] = 0;
      regularMicros[slot(part)] = 0;
      knownMicros[slot(part)] = 0;
    }
    long from = Math.max(filledTo, oldest * partMicros);
    long to = Math.min(time, lastReportAt + believedMicros);
    filledTo = time;
    if (from < to) {
      add(
          new Span(from, to, lastLoad * (to - from)),
          new Span(from, to, lastRegular * (to - from)));
      atLeastUpTo = lastIsAtLeast ? to : atLeastUpTo;
    }
  }

  /**
   * Adds the two loads of a span that ends by {@link #filledTo} to the parts that are still kept.
   */
  private void add(Span told, Span regular) {
    long from = Math.max(told.from(), (partOf(filledTo) - toldMicros.length + 1) * partMicros);
    while (from < told.to()) {
      long part = partOf(from);
      long to = Math.min((part + 1) * partMicros, told.to());
      toldMicros[slot(part)] += told.requestMicrosBetween(from, to);
      regularMicros[slot(part)] += regular.requestMicrosBetween(from, to);
      knownMicros[slot(part)] += to - from;
      from = to;
    }
  }

  private WindowLoad over(Duration window, long[] requestMicros) {
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
    return (int) Math.floorMod(part, (long) toldMicros.length);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
