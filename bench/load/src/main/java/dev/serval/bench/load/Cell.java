package dev.serval.bench.load;

import java.util.List;

/**
 * One system under one shape at one concurrency, over all rounds.
 *
 * @param system name of the system
 * @param shape name of the shape
 * @param concurrency calls outstanding
 * @param rate right answers per second
 * @param p50Micros median latency
 * @param p99Micros 99th percentile of the latency
 * @param residentMib memory of all its processes together
 * @param cpuMicrosPerCall processor time of all its processes together, per call
 * @param errors errors of all rounds together
 * @param measurements the rounds
 */
public record Cell(
    String system,
    String shape,
    int concurrency,
    Summary rate,
    Summary p50Micros,
    Summary p99Micros,
    Summary residentMib,
    Summary cpuMicrosPerCall,
    long errors,
    List<Measurement> measurements) {

  /** Copies the list. */
  public Cell {
    measurements = List.copyOf(measurements);
  }

  /** Summarises the rounds of one cell; there must be one at least. */
  public static Cell of(List<Measurement> rounds) {
    Measurement any = rounds.getFirst();
    return new Cell(
        any.system(),
        any.shape(),
        any.concurrency(),
        Summary.of(rounds, round -> round.load().rate()),
        Summary.of(rounds, round -> round.load().p50Micros()),
        Summary.of(rounds, round -> round.load().p99Micros()),
        Summary.of(rounds, Measurement::residentMib),
        Summary.of(rounds, Measurement::cpuMicrosPerCall),
        rounds.stream().mapToLong(round -> round.load().errors()).sum(),
        rounds);
  }
}
