package dev.serval.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process the harness started, and whatever that process started in turn. */
final class Child {

  private static final int TAIL_LINES = 20;
  private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(2);

  private final ProcessSpec spec;
  private final Process process;
  private final Path log;

  // A process whose parent died is nobody's descendant any more, so those once seen are kept.
  private final Set<ProcessHandle> seen = new LinkedHashSet<>();

  Child(ProcessSpec spec, Process process, Path log) {
    this.spec = spec;
    this.process = process;
    this.log = log;
  }

  String role() {
    return spec.role();
  }

  /** Waits a while; returns whether it has ended by itself. */
  boolean hasEndedWithin(Duration wait) throws InterruptedException {
    return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What a process that has ended printed. */
  String result() {
    String output = output();
    if (process.exitValue() != 0) {
      throw new BenchException(role() + " failed (" + process.exitValue() + "):\n" + output);
    }
    return output;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The end of its log, to show when it fails. */
  String tail() {
    List<String> lines = output().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  private String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /** Resident memory and processor time now, of all processes together. */
  synchronized ProcessUse use() {
    double mib = 0;
    long cpu = 0;
    int count = 0;
    for (ProcessHandle handle : family()) {
      if (handle.isAlive()) {
        mib += residentMib(handle.pid());
        cpu += handle.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
        count++;
      }
    }
    return new ProcessUse(role(), mib, cpu, count);
  }

  private Set<ProcessHandle> family() {
    seen.add(process.toHandle());
    process.descendants().forEach(seen::add);
    return seen;
  }

  private static double residentMib(long pid) {
    try {
      Optional<String> line =
          Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
              .filter(candidate -> candidate.startsWith("VmRSS:"))
              .findFirst();
      return line.map(text -> Long.parseLong(text.replaceAll("\\D", "")) / 1024.0).orElse(0.0);
    } catch (IOException goneOrNoProc) {
      return 0;
    }
  }

  /** Asks all its processes to end. */
  synchronized void terminate() {
    family();
    // The first one ends its own children in order where it cares to; the rest follows in kill().
    process.destroy();
  }

  /** Waits until all have ended, and makes those end that don't. */
  synchronized void kill(Duration patience) {
    awaitEnd(Set.of(process.toHandle()), patience);
    // What outlives the first process by this much was left behind by it.
    awaitEnd(family(), ORPHAN_PATIENCE);
    signalAndWait(ProcessHandle::destroy);
    signalAndWait(ProcessHandle::destroyForcibly);
  }

  private void signalAndWait(Consumer<ProcessHandle> signal) {
    List<ProcessHandle> rest = family().stream().filter(ProcessHandle::isAlive).toList();
    rest.forEach(signal);
    awaitEnd(rest, ORPHAN_PATIENCE);
  }

  private static void awaitEnd(Collection<ProcessHandle> handles, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    while (System.nanoTime() < deadline && handles.stream().anyMatch(ProcessHandle::isAlive)) {
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        // Stopping goes on: leaving processes behind would be worse than a late end.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
