package dev.serval.core.discover;

import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.time.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Finds the replicas of the deployments that a process calls: by the hub, and by DNS as long as the
 * hub has not spoken, or has been away for {@value #HUB_GRACE_SECONDS} s. Switching between them
 * changes nothing for replicas that both know.
 */
public final class Discovery implements AutoCloseable {

  /** How long the hub's last word counts after its connection was lost, in seconds. */
  public static final int HUB_GRACE_SECONDS = 5;

  private final Set<String> deployments;
  private final TimeSource time;
  private final BiConsumer<String, Collection<ReplicaEndpoint>> found;
  private final DnsDiscovery dns;

  // Guarded by this.
  private final ReplicaSources sources = new ReplicaSources();
  private final Map<String, List<ReplicaEndpoint>> passedOn = new HashMap<>();
  private final SequencedSet<String> changed = new LinkedHashSet<>();
  private boolean passingOn;
  private TimeSource.Timer grace;
  private boolean closed;

  /**
   * Asks nobody before {@link #start}.
   *
   * @param deployments those to find replicas of; what is said of others is ignored
   * @param names {@code host:port} by deployment, see {@link DnsDiscovery}; of those that have none
   *     the hub alone says something
   * @param lookup made if there are names
   * @param found takes the replicas of a deployment when they have changed, one call at a time;
   *     must not block
   * @throws IllegalArgumentException if a name is not {@code host:port}
   */
  public Discovery(
      Set<String> deployments,
      Map<String, String> names,
      Supplier<NameLookup> lookup,
      Duration period,
      TimeSource time,
      BiConsumer<String, Collection<ReplicaEndpoint>> found) {
    this.deployments = Set.copyOf(deployments);
    this.time = time;
    this.found = found;
    this.dns =
        names.isEmpty()
            ? null
            : new DnsDiscovery(names, lookup.get(), period, time, this::dnsFound, this::asksDns);
  }

  /** Begins to ask. */
  public void start() {
    if (dns != null) {
      dns.start();
    }
  }

  /**
   * The hub has said which replicas deployments have.
   *
   * @param replicas all of each deployment that is named
   */
  public void hubFound(Map<String, Collection<ReplicaEndpoint>> replicas) {
    synchronized (this) {
      replicas.forEach(
          (deployment, all) -> {
            if (deployments.contains(deployment)) {
              sources.hubSays(deployment, all);
              changed.add(deployment);
            }
          });
    }
    passOn();
  }

  /** What the hub says is kept up to date from now on. */
  public void hubConnected() {
    synchronized (this) {
      stopGrace();
      sources.hubIsTrue();
      changed.addAll(deployments);
    }
    passOn();
  }

  /** What the hub has said may soon be wrong. */
  public synchronized void hubLost() {
    stopGrace();
    if (!closed) {
      grace = time.schedule(this::graceIsOver, Duration.ofSeconds(HUB_GRACE_SECONDS).toNanos());
    }
  }

  private void graceIsOver() {
    synchronized (this) {
      grace = null;
      sources.hubMayBeWrong();
    }
    if (dns != null) {
      dns.tellAgain();
    }
  }

  private void stopGrace() {
    if (grace != null) {
      grace.cancel();
      grace = null;
    }
  }

  private synchronized boolean asksDns(String deployment) {
    return sources.asksDns(deployment);
  }

  private void dnsFound(String deployment, Collection<ReplicaEndpoint> replicas) {
    synchronized (this) {
      sources.dnsSays(deployment, replicas);
      changed.add(deployment);
    }
    passOn();
  }

  /** One thread at a time passes on what has changed, also what others bring meanwhile. */
  private void passOn() {
    for (String deployment = next(true); deployment != null; deployment = next(false)) {
      List<ReplicaEndpoint> replicas;
      synchronized (this) {
        replicas = sources.replicasOf(deployment);
        if (replicas == null || replicas.equals(passedOn.put(deployment, replicas))) {
          continue;
        }
      }
      found.accept(deployment, replicas);
    }
  }

  private synchronized String next(boolean begins) {
    if (begins && passingOn) {
      return null;
    }
    passingOn = !closed && !changed.isEmpty();
    return passingOn ? changed.removeFirst() : null;
  }

  /** Asks no more, and closes the lookup. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      stopGrace();
    }
    if (dns != null) {
      dns.close();
    }
  }
}
