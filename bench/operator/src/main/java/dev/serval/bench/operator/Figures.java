package dev.serval.bench.operator;

import java.time.Duration;

/**
 * What the operator's process has used since it started.
 *
 * @param reads requests that read, without watches
 * @param watches requests that watch
 * @param writes requests that write
 * @param processor time of all its threads
 * @param liveBytes of the heap after a full collection
 * @param residentBytes of the process
 */
record Figures(
    long reads, long watches, long writes, Duration processor, long liveBytes, long residentBytes) {

  /** What was used between {@code before} and this; the bytes are those of now. */
  Figures since(Figures before) {
    return new Figures(
        reads - before.reads,
        watches - before.watches,
        writes - before.writes,
        processor.minus(before.processor),
        liveBytes,
        residentBytes);
  }

  /** One line, for another process to read. */
  String text() {
    return "%d %d %d %d %d %d"
        .formatted(reads, watches, writes, processor.toNanos(), liveBytes, residentBytes);
  }

  /** Reads what {@link #text} wrote. */
  static Figures parse(String text) {
    String[] numbers = text.split(" ");
    return new Figures(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Duration.ofNanos(Long.parseLong(numbers[3])),
        Long.parseLong(numbers[4]),
        Long.parseLong(numbers[5]));
  }
}
