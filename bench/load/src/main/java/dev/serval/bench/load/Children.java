package dev.serval.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Every process the harness started and has not yet stopped. Closing it, which a shutdown hook does
 * too, stops them all; afterwards nothing more can be started.
 */
final class Children implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Child> alive = new ArrayList<>();
  private boolean closed;

  synchronized Child start(ProcessSpec spec, Path log) {
    if (closed) {
      throw new BenchException("Stopped");
    }
    try {
      Files.createDirectories(log.getParent());
      ProcessBuilder builder =
          new ProcessBuilder(spec.command())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.environment().putAll(spec.environment());
      Child child = new Child(spec, builder.start(), log);
      alive.add(child);
      return child;
    } catch (IOException e) {
      throw new BenchException("Can't start " + spec.role() + ": " + e.getMessage());
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Stops these, all at once. */
  void stop(List<Child> children) {
    children.forEach(Child::terminate);
    children.forEach(child -> child.kill(PATIENCE));
    synchronized (this) {
      alive.removeAll(children);
    }
  }

  @Override
  public void close() {
    List<Child> rest;
    synchronized (this) {
      closed = true;
      rest = List.copyOf(alive);
    }
    stop(rest);
  }
}
