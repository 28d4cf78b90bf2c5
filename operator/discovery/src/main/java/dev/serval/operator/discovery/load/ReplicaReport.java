package dev.serval.operator.discovery.load;

import java.time.Instant;
import java.util.Objects;

/**
 * What a replica has last said of its load.
 *
 * @param replica whose it is
 * @param connection by which it came; a later one of the replica has a greater number
 * @param load what was said
 * @param at when it was so
 */
public record ReplicaReport(ReplicaId replica, long connection, ReplicaLoad load, Instant at) {

  /** Refuses what is not set. */
  public ReplicaReport {
    Objects.requireNonNull(replica, "replica");
    Objects.requireNonNull(load, "load");
    Objects.requireNonNull(at, "at");
  }

  boolean isOlderThan(ReplicaReport other) {
    return connection < other.connection
        || connection == other.connection && load.sequence() < other.load.sequence();
  }
}
