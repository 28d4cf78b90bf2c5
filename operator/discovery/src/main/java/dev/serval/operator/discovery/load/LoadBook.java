package dev.serval.operator.discovery.load;

import dev.serval.operator.discovery.ApplicationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest report of every replica. A report that is late, told twice or out of order changes
 * nothing; one that is too old is no data, which is not the same as no load. Bounded by the number
 * of replicas; safe for several threads.
 */
public final class LoadBook {

  private final Duration validity;
  private final int mostReplicas;
  private final Map<ApplicationId, Map<String, Entry>> applications = new HashMap<>();
  private int replicas;

  /**
   * An empty book.
   *
   * @param validity how long a report counts
   * @param mostReplicas reports of more are ignored
   */
  public LoadBook(Duration validity, int mostReplicas) {
    this.validity = validity;
    this.mostReplicas = mostReplicas;
  }

  /**
   * Takes a report; returns whether it is news.
   *
   * @param connection of the replica, by which it reported; a later one has a greater number
   * @param now when the report came
   */
  public synchronized boolean report(
      ReplicaId replica, long connection, ReplicaLoad load, Instant now) {
    Map<String, Entry> known =
        applications.computeIfAbsent(replica.application(), id -> new HashMap<>());
    Entry before = known.get(replica.name());
    boolean fits = before != null || replicas < mostReplicas;
    boolean news = fits && (before == null || before.isOlderThan(connection, load.sequence()));
    if (news) {
      known.put(replica.name(), new Entry(replica.deployment(), connection, load, now));
      replicas += before == null ? 1 : 0;
    } else if (known.isEmpty()) {
      applications.remove(replica.application());
    }
    return news;
  }

  /** Forgets a replica whose connection ended, unless it has a later one. */
  public synchronized void leave(ReplicaId replica, long connection) {
    Map<String, Entry> known = applications.get(replica.application());
    Entry entry = known == null ? null : known.get(replica.name());
    if (entry != null && entry.connection() <= connection) {
      known.remove(replica.name());
      replicas--;
      if (known.isEmpty()) {
        applications.remove(replica.application());
      }
    }
  }

  /** The load of a deployment at {@code now}; empty if nobody of its application told any. */
  public synchronized Optional<DeploymentLoad> load(
      ApplicationId application, String deployment, Instant now) {
    List<Entry> valid = valid(applications.getOrDefault(application, Map.of()).values(), now);
    if (valid.isEmpty()) {
      return Optional.empty();
    }
    List<Entry> own =
        valid.stream().filter(entry -> entry.deployment().equals(deployment)).toList();
    return Optional.of(
        new DeploymentLoad(
            own.size(),
            (int) own.stream().filter(entry -> entry.load().draining()).count(),
            own.stream().mapToLong(entry -> entry.load().ongoing()).sum(),
            valid.size(),
            valid.stream()
                .mapToLong(entry -> entry.load().queued().getOrDefault(deployment, 0L))
                .sum()));
  }

  /** The load of all at {@code now}. */
  public synchronized LoadTotal total(Instant now) {
    List<Entry> valid = new ArrayList<>();
    applications.values().forEach(known -> valid.addAll(valid(known.values(), now)));
    return new LoadTotal(
        valid.size(),
        valid.stream().mapToLong(entry -> entry.load().ongoing()).sum(),
        valid.stream().mapToLong(entry -> entry.load().queuedCalls()).sum());
  }

  private List<Entry> valid(Collection<Entry> entries, Instant now) {
    Instant oldest = now.minus(validity);
    return entries.stream().filter(entry -> !entry.at().isBefore(oldest)).toList();
  }

  /** How many replicas are remembered, whether or not their reports still count. */
  public synchronized int replicas() {
    return replicas;
  }

  private record Entry(String deployment, long connection, ReplicaLoad load, Instant at) {

    boolean isOlderThan(long otherConnection, long sequence) {
      return connection < otherConnection
          || connection == otherConnection && load.sequence() < sequence;
    }
  }
}
