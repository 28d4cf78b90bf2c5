package dev.serval.operator.discovery.load;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a replica has last said of its load.
 *
 * @param replica whose it is
 * @param connection by which it came; a later one of the replica has a greater number
 * @param load what was said
 * @param regular what was last said regularly by that connection, at a moment that didn't depend on
 *     the load; empty if {@code load} was said at once and nothing is known of earlier
 * @param at when {@code load} was so
 */
public record ReplicaReport(
    ReplicaId replica,
    long connection,
    ReplicaLoad load,
    Optional<CallCounts> regular,
    Instant at) {

  /** Refuses what is not set. */
  public ReplicaReport {
    Objects.requireNonNull(replica, "replica");
    Objects.requireNonNull(load, "load");
    Objects.requireNonNull(regular, "regular");
    Objects.requireNonNull(at, "at");
  }

  /** One that was said regularly. */
  public ReplicaReport(ReplicaId replica, long connection, ReplicaLoad load, Instant at) {
    this(replica, connection, load, Optional.of(load.calls()), at);
  }

  /** This one with another time. */
  ReplicaReport asOf(Instant time) {
    return new ReplicaReport(replica, connection, load, regular, time);
  }

  /** This one, with what is known of earlier. */
  ReplicaReport after(ReplicaReport before) {
    return regular.isEmpty() && connection == before.connection
        ? new ReplicaReport(replica, connection, load, before.regular, at)
        : this;
  }

  /**
   * What counts for means: what was said regularly, or what stands for it as long as nothing was.
   */
  CallCounts counted() {
    return regular.orElse(load.calls());
  }

  boolean isOlderThan(ReplicaReport other) {
    return connection < other.connection
        || connection == other.connection && load.sequence() < other.load.sequence();
  }
}
