package dev.serval.bench.load;

import java.util.List;

/**
 * One system under one shape at one concurrency in one round.
 *
 * @param system name of the system
 * @param shape name of the shape
 * @param concurrency calls outstanding
 * @param round which round, from 1
 * @param load what the client saw
 * @param processes what the system's processes used meanwhile
 */
public record Measurement(
    String system,
    String shape,
    int concurrency,
    int round,
    LoadResult load,
    List<ProcessUse> processes) {

  /** Copies the list. */
  public Measurement {
    processes = List.copyOf(processes);
  }

  double residentMib() {
    return processes.stream().mapToDouble(ProcessUse::residentMib).sum();
  }

  double cpuMicrosPerCall() {
    long millis = processes.stream().mapToLong(ProcessUse::cpuMillis).sum();
    return load.calls() == 0 ? Double.NaN : millis * 1000.0 / load.calls();
  }
}
