package dev.serval.samples.load;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts the outcomes of requests and measures those that were served. For many threads. */
public final class Tally {

  private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 3;

  private final Recorder latencies = new Recorder(LONGEST_MICROS, DIGITS);
  private final AtomicLongArray outcomes = new AtomicLongArray(Outcome.values().length);
  private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
  private final ErrorExamples errors = new ErrorExamples();

  // Used by the thread that asks for periods alone.
  private final Histogram allLatencies = new Histogram(LONGEST_MICROS, DIGITS);
  private final long[] counted = new long[Outcome.values().length];
  private Histogram reused;

  /** An answer came after {@code nanos}. */
  public Outcome answered(HttpAnswer answer, long nanos) {
    Outcome outcome = Outcome.of(answer.status());
    if (outcome == Outcome.OK) {
      latencies.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
    } else {
      errors.add("HTTP " + answer.status() + " " + answer.body());
    }
    statuses.computeIfAbsent(answer.status(), _ -> new LongAdder()).increment();
    outcomes.incrementAndGet(outcome.ordinal());
    return outcome;
  }

  /** No answer came. */
  public void failed(String reason) {
    errors.add(reason);
    outcomes.incrementAndGet(Outcome.ERROR.ordinal());
  }

  /** What happened since the last time this method was called. */
  public Period nextPeriod(Duration length) {
    reused = latencies.getIntervalHistogram(reused);
    allLatencies.add(reused);
    long[] news = new long[counted.length];
    for (int i = 0; i < news.length; i++) {
      long now = outcomes.get(i);
      news[i] = now - counted[i];
      counted[i] = now;
    }
    return period(length, news, reused);
  }

  /**
   * What happened in all the periods so far.
   *
   * @param length from the beginning to the end of the last period
   */
  public Period allPeriods(Duration length) {
    return period(length, counted, allLatencies);
  }

  private static Period period(Duration length, long[] counts, Histogram latencies) {
    return new Period(
        length,
        counts[Outcome.OK.ordinal()],
        counts[Outcome.CLIENT_ERROR.ordinal()],
        counts[Outcome.BACK_PRESSURE.ordinal()],
        counts[Outcome.ERROR.ordinal()],
        new Latencies(
            latencies.getValueAtPercentile(50),
            latencies.getValueAtPercentile(90),
            latencies.getValueAtPercentile(99),
            latencies.getMaxValue()));
  }

  /** How many answers there were of each status. */
  public Map<Integer, LongAdder> statuses() {
    return statuses;
  }

  /** What went wrong. */
  public ErrorExamples errors() {
    return errors;
  }
}
