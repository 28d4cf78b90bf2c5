package dev.serval.bench.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows what a system's processes use: the peak of their memory, the sum of their time. */
final class UseMeter {

  private final List<Child> processes;
  private final Map<String, ProcessUse> first = new LinkedHashMap<>();
  private final Map<String, ProcessUse> peak = new LinkedHashMap<>();

  UseMeter(List<Child> processes) {
    this.processes = processes;
  }

  void sample() {
    for (Child process : processes) {
      ProcessUse now = process.use();
      first.putIfAbsent(now.role(), now);
      peak.merge(now.role(), now, UseMeter::larger);
    }
  }

  private static ProcessUse larger(ProcessUse a, ProcessUse b) {
    return new ProcessUse(
        a.role(),
        Math.max(a.residentMib(), b.residentMib()),
        Math.max(a.cpuMillis(), b.cpuMillis()),
        Math.max(a.processes(), b.processes()));
  }

  List<ProcessUse> uses() {
    return peak.values().stream()
        .map(
            use ->
                new ProcessUse(
                    use.role(),
                    use.residentMib(),
                    use.cpuMillis() - first.get(use.role()).cpuMillis(),
                    use.processes()))
        .toList();
  }

  /** Processor time of all processes together; without calls there is nothing to divide by. */
  double cpuMicrosPerCall(long calls) {
    long millis = uses().stream().mapToLong(ProcessUse::cpuMillis).sum();
    return calls == 0 ? Double.MAX_VALUE : millis * 1000.0 / calls;
  }
}
