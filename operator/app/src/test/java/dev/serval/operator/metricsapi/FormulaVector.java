package dev.serval.operator.metricsapi;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A load, and the number of replicas that is to come of it.
 *
 * @param ready replicas that take calls, also after there are more
 * @param present replicas that there are
 * @param load running and queued requests
 * @param perReplica {@code targetOngoingRequests}
 * @param up {@code upscalingFactor}
 * @param down {@code downscalingFactor}
 * @param reached what is decided
 * @param by who is to carry that out
 */
record FormulaVector(
    String name,
    int ready,
    int present,
    long load,
    BigDecimal perReplica,
    String up,
    String down,
    int min,
    int max,
    int reached,
    By by) {

  /** Who sets the number that was decided. */
  enum By {
    AUTOSCALER,
    OPERATOR,

    /** The operator, at once; an autoscaler that looks in that moment may be before it. */
    EITHER,
    NOBODY
  }

  private static final Path RAY_SERVES =
      Path.of("../autoscaling/src/test/resources/ray-serve-vectors.csv");

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private static final Set<String> BURSTS =
      Set.of("six replicas still starting", "overshoot while starting");

  private static final Set<String> STEPS_TO_AND_FROM_ZERO =
      Set.of("one to none", "cold start", "cold start with a factor");

  /** From where the load asks for fewer again. */
  private static final Set<String> GO_ON = Set.of("damped downscale", "five to none");

  /** What the formula's own vectors lack: bounds, the tolerance, targets that are a fraction. */
  private static final String MORE =
      """
      2,  8,  15, 2,   2, 1,   0, 1000, 13, AUTOSCALER, overshoot without a burst
      2,  8,  7,  2,   1, 1,   0, 1000, 4,  AUTOSCALER, fewer while six still start
      4,  4,  20, 2,   1, 1,   0, 6,    6,  AUTOSCALER, no more than maxReplicas
      10, 10, 4,  2,   1, 1,   5, 1000, 5,  AUTOSCALER, no fewer than minReplicas
      10, 10, 0,  2,   1, 1,   1, 1000, 1,  AUTOSCALER, no load at all
      4,  4,  3,  0.3, 1, 1,   0, 1000, 10, AUTOSCALER, a fraction of a request
      9,  9,  19, 2,   1, 1,   0, 1000, 10, AUTOSCALER, one more although within the tolerance
      19, 19, 35, 2,   1, 1,   0, 1000, 18, AUTOSCALER, one fewer although within the tolerance
      40, 40, 72, 2,   1, 1,   0, 1000, 36, AUTOSCALER, at the lower end of the tolerance
      40, 40, 74, 2,   1, 1,   0, 1000, 37, OPERATOR,   as many fewer as the tolerance ignores
      40, 40, 88, 2,   1, 1,   0, 1000, 44, OPERATOR,   as many more as the tolerance ignores
      40, 40, 89, 2,   1, 1,   0, 1000, 45, AUTOSCALER, more than the tolerance ignores
      10, 10, 21, 2,   1, 1,   0, 1000, 11, OPERATOR,   one more that the tolerance ignores
      20, 20, 37, 2,   1, 1,   0, 1000, 19, OPERATOR,   one fewer that the tolerance ignores
      20, 20, 40, 2,   1, 1,   0, 1000, 20, NOBODY,     exactly what they should have
      """;

  /** All of them: Ray Serve's, and more. */
  static List<FormulaVector> all() throws IOException {
    List<FormulaVector> all = new ArrayList<>();
    Files.readAllLines(RAY_SERVES).stream()
        .skip(1)
        .map(line -> rayServes(columns(line)))
        .forEach(all::add);
    MORE.lines().map(FormulaVector::of).forEach(all::add);
    return all;
  }

  /** Of a line with a value for each component, the name last. */
  static FormulaVector of(String line) {
    return further(columns(line));
  }

  /** Whether another number is decided after this one. */
  boolean goesOn() {
    return GO_ON.contains(name);
  }

  private static List<String> columns(String line) {
    return Arrays.stream(line.split(",")).map(String::strip).toList();
  }

  /** Requests are whole ones: a fraction becomes one by another target, which changes nothing. */
  private static FormulaVector rayServes(List<String> columns) {
    BigDecimal load = new BigDecimal(columns.get(2));
    int present = Integer.parseInt(columns.get(1));
    int wanted = Integer.parseInt(columns.get(5));
    // The last replica goes in a step of its own.
    int reached = present > 1 ? Math.max(1, wanted) : wanted;
    String name = columns.get(6);
    return new FormulaVector(
        name,
        Integer.parseInt(columns.get(0)),
        present,
        load.unscaledValue().longValueExact(),
        TWO.scaleByPowerOfTen(load.scale()),
        columns.get(3),
        columns.get(4),
        0,
        1000,
        reached,
        reached == present ? By.NOBODY : by(name));
  }

  private static By by(String rayServes) {
    if (BURSTS.contains(rayServes)) {
      return By.EITHER;
    }
    return STEPS_TO_AND_FROM_ZERO.contains(rayServes) ? By.OPERATOR : By.AUTOSCALER;
  }

  private static FormulaVector further(List<String> columns) {
    return new FormulaVector(
        columns.get(10),
        Integer.parseInt(columns.get(0)),
        Integer.parseInt(columns.get(1)),
        Long.parseLong(columns.get(2)),
        new BigDecimal(columns.get(3)),
        columns.get(4),
        columns.get(5),
        Integer.parseInt(columns.get(6)),
        Integer.parseInt(columns.get(7)),
        Integer.parseInt(columns.get(8)),
        By.valueOf(columns.get(9)));
  }
}
