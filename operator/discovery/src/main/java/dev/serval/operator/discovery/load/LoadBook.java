package dev.serval.operator.discovery.load;

import dev.serval.operator.discovery.ApplicationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The latest report of every replica. A report that is late, told twice or out of order changes
 * nothing; one that is too old is forgotten: no data, which is not the same as no load. Bounded by
 * the number of replicas; safe for several threads. Sums are kept with each report, so what it
 * costs to look at a deployment doesn't depend on how many replicas there are.
 */
public final class LoadBook {

  /** A load that rose by less is none that somebody has to look at before the next time. */
  static final int LEAST_RISE = 4;

  private static final Comparator<ReplicaReport> BY_AGE =
      Comparator.comparing(ReplicaReport::at)
          .thenComparing(report -> report.replica().name())
          .thenComparing(report -> report.replica().application().namespace())
          .thenComparing(report -> report.replica().application().name());

  private final Duration validity;
  private final int mostReplicas;
  private final List<LoadListener> listeners = new CopyOnWriteArrayList<>();

  // Guarded by this.
  private final Map<ApplicationId, ApplicationLoad> applications = new HashMap<>();
  private final TreeSet<ReplicaReport> byAge = new TreeSet<>(BY_AGE);
  private long ongoing;
  private long queued;

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

  /** From now on {@code listener} is told what happens. */
  public void listen(LoadListener listener) {
    listeners.add(listener);
  }

  /**
   * Takes a regular report that has just come; returns whether it is news.
   *
   * @param connection of the replica, by which it reported; a later one has a greater number
   * @param now when the report came
   */
  public boolean report(ReplicaId replica, long connection, ReplicaLoad load, Instant now) {
    return report(new ReplicaReport(replica, connection, load, now), now);
  }

  /**
   * Takes a report that has just come and was made because the load has changed; returns whether it
   * is news. It says how the load is now; for means what was said regularly goes on to count.
   */
  public boolean reportAtOnce(ReplicaId replica, long connection, ReplicaLoad load, Instant now) {
    return report(new ReplicaReport(replica, connection, load, Optional.empty(), now), now);
  }

  /**
   * Takes a report that may have been on its way for a while; returns whether it is news. One that
   * says it is of the future is of now.
   */
  public boolean report(ReplicaReport report, Instant now) {
    ReplicaReport taken = report.at().isAfter(now) ? report.asOf(now) : report;
    Optional<Set<String>> news = take(taken, now);
    if (news.isPresent()) {
      ReplicaId replica = taken.replica();
      for (LoadListener listener : listeners) {
        listener.reported(replica);
        if (!news.get().isEmpty()) {
          listener.rose(replica.application(), news.get());
        }
      }
    }
    return news.isPresent();
  }

  /** The deployments of which a rise is to be told; empty if the report is no news. */
  private synchronized Optional<Set<String>> take(ReplicaReport report, Instant now) {
    expire(now);
    if (report.at().isBefore(now.minus(validity))) {
      return Optional.empty();
    }
    Optional<ReplicaReport> before = find(report.replica());
    boolean isNews =
        before.map(known -> known.isOlderThan(report)).orElse(byAge.size() < mostReplicas);
    if (!isNews) {
      return Optional.empty();
    }
    before.ifPresent(known -> count(known, -1));
    ReplicaReport complete = before.map(report::after).orElse(report);
    count(complete, 1);
    return Optional.of(
        applications
            .computeIfAbsent(report.replica().application(), id -> new ApplicationLoad())
            .put(complete));
  }

  private Optional<ReplicaReport> find(ReplicaId replica) {
    return Optional.ofNullable(applications.get(replica.application()))
        .flatMap(application -> application.of(replica));
  }

  private void count(ReplicaReport report, int sign) {
    if (sign > 0) {
      byAge.add(report);
    } else {
      byAge.remove(report);
    }
    ongoing += sign * report.load().ongoing();
    queued += sign * report.load().calls().queuedCalls();
  }

  private void expire(Instant now) {
    Instant oldest = now.minus(validity);
    while (!byAge.isEmpty() && byAge.first().at().isBefore(oldest)) {
      remove(byAge.first());
    }
  }

  private void remove(ReplicaReport report) {
    count(report, -1);
    ApplicationLoad application = applications.get(report.replica().application());
    application.remove(report);
    if (application.isEmpty()) {
      applications.remove(report.replica().application());
    }
  }

  /** Forgets what a replica said by a connection, which has ended. */
  public void leave(ReplicaId replica, long connection) {
    synchronized (this) {
      find(replica).filter(known -> known.connection() == connection).ifPresent(this::remove);
    }
    listeners.forEach(listener -> listener.left(replica, connection));
  }

  /**
   * The load of a deployment at {@code now}; empty if nobody of its application told any. Whoever
   * asks has looked at it, see {@link LoadListener#rose}.
   */
  public synchronized Optional<DeploymentLoad> load(
      ApplicationId application, String deployment, Instant now) {
    expire(now);
    return Optional.ofNullable(applications.get(application)).map(known -> known.look(deployment));
  }

  /** What a replica has last said, if that still counts at {@code now}. */
  public synchronized Optional<ReplicaReport> latest(ReplicaId replica, Instant now) {
    expire(now);
    return find(replica);
  }

  /** What every replica has last said, as far as it still counts at {@code now}. */
  public synchronized List<ReplicaReport> all(Instant now) {
    expire(now);
    return List.copyOf(byAge);
  }

  /** The load of all at {@code now}. */
  public synchronized LoadTotal total(Instant now) {
    expire(now);
    return new LoadTotal(byAge.size(), ongoing, queued);
  }

  /** How many replicas are remembered. */
  public synchronized int replicas() {
    return byAge.size();
  }
}
