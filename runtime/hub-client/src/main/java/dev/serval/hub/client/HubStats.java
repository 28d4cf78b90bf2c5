package dev.serval.hub.client;

import dev.serval.core.time.TimeSource;
import java.util.concurrent.TimeUnit;

/**
 * What a client of the hub has counted since it was made. Written by one thread, read by metrics.
 */
public final class HubStats {

  private final TimeSource time;
  private volatile boolean connected;
  private volatile long complete;
  private volatile long differences;
  private volatile long connections;
  private volatile long lastNanos;

  HubStats(TimeSource time) {
    this.time = time;
  }

  void connected(boolean is) {
    if (is && !connected) {
      connections = connections + 1;
    }
    connected = is;
  }

  void taken(boolean wasComplete) {
    lastNanos = time.nanoTime();
    if (wasComplete) {
      complete = complete + 1;
    } else {
      differences = differences + 1;
    }
  }

  /** Whether the hub keeps this process up to date. */
  public boolean connected() {
    return connected;
  }

  /** Connections on which a snapshot came. */
  public long connections() {
    return connections;
  }

  /** Snapshots of everything that were taken. */
  public long completeSnapshots() {
    return complete;
  }

  /** Snapshots of what has changed that were taken. */
  public long differences() {
    return differences;
  }

  /** How long ago the last snapshot came, in seconds; NaN if there was none. */
  public double secondsSinceLastSnapshot() {
    return complete + differences == 0
        ? Double.NaN
        : (time.nanoTime() - lastNanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
