package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * How the replicas of a deployment came and went, as watches tell it. Moments are in the time of
 * {@link System#nanoTime}: exact to milliseconds, which the times in Kubernetes' objects are not.
 */
public final class ReplicaHistory implements AutoCloseable {

  /**
   * A number of replicas that the Deployment asked for.
   *
   * @param nanos when it began to
   * @param replicas how many
   */
  public record Asked(long nanos, int replicas) {}

  /**
   * The start of a pod.
   *
   * @param createdNanos when it was created
   * @param readyNanos when it became Ready
   */
  public record PodStart(long createdNanos, long readyNanos) {

    /** What the cluster and the process in it took. */
    public Duration duration() {
      return Duration.ofNanos(readyNanos - createdNanos);
    }
  }

  private final List<Asked> asked = new ArrayList<>();
  private final Map<String, Long> created = new HashMap<>();
  private final Set<String> ready = new HashSet<>();
  private final List<PodStart> starts = new ArrayList<>();
  private final List<SharedIndexInformer<?>> watches = new ArrayList<>();
  private final LongSupplier clock;
  private long lastChangeNanos;

  ReplicaHistory(LongSupplier clock) {
    this.clock = clock;
    this.lastChangeNanos = clock.getAsLong();
  }

  /** Begins with what there is. */
  static ReplicaHistory watch(Informable<Deployment> deployments, Informable<Pod> pods) {
    ReplicaHistory history = new ReplicaHistory(System::nanoTime);
    history.watches.add(deployments.inform(Watches.handler(history::see, gone -> {})));
    history.watches.add(pods.inform(Watches.handler(history::see, history::seeGone)));
    return history;
  }

  synchronized void see(Deployment deployment) {
    int replicas = deployment.getSpec().getReplicas();
    if (asked.isEmpty() || asked.getLast().replicas() != replicas) {
      lastChangeNanos = clock.getAsLong();
      asked.add(new Asked(lastChangeNanos, replicas));
    }
  }

  synchronized void see(Pod pod) {
    long now = clock.getAsLong();
    String uid = pod.getMetadata().getUid();
    boolean ends = pod.getMetadata().getDeletionTimestamp() != null;
    boolean isReady = Readiness.isPodReady(pod) && !ends;
    boolean isNew = created.putIfAbsent(uid, now) == null;
    if (isReady && ready.add(uid)) {
      lastChangeNanos = now;
      if (!isNew) {
        starts.add(new PodStart(created.get(uid), now));
      }
    } else if (!isReady && ready.remove(uid)) {
      lastChangeNanos = now;
    }
  }

  synchronized void seeGone(Pod pod) {
    if (ready.remove(pod.getMetadata().getUid())) {
      lastChangeNanos = clock.getAsLong();
    }
  }

  /** What was asked for, in its order; the first is what there was at the beginning. */
  public synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** The first change of the number since a moment. */
  public Optional<Asked> firstAskedSince(long nanos) {
    return asked().stream().filter(change -> change.nanos() - nanos > 0).findFirst();
  }

  /** How many were asked for at a moment. */
  public int askedAt(long nanos) {
    List<Asked> all = asked();
    return all.stream()
        .filter(change -> change.nanos() - nanos <= 0)
        .reduce((earlier, later) -> later)
        .orElse(all.getFirst())
        .replicas();
  }

  /** The most that were asked for since a moment, also just before it. */
  public int mostSince(long nanos) {
    return since(nanos).max().orElseThrow();
  }

  /** The fewest that were asked for since a moment, also just before it. */
  public int fewestSince(long nanos) {
    return since(nanos).min().orElseThrow();
  }

  private IntStream since(long nanos) {
    return IntStream.concat(
        IntStream.of(askedAt(nanos)),
        asked().stream().filter(change -> change.nanos() - nanos > 0).mapToInt(Asked::replicas));
  }

  /** The first change to fewer replicas than before, since a moment. */
  public Optional<Asked> firstFewerSince(long nanos) {
    List<Asked> all = asked();
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).nanos() - nanos > 0 && all.get(i).replicas() < all.get(i - 1).replicas()) {
        return Optional.of(all.get(i));
      }
    }
    return Optional.empty();
  }

  /** The start of the pod that was the first to become ready of those created since a moment. */
  public synchronized Optional<PodStart> firstStartSince(long nanos) {
    return starts.stream()
        .filter(start -> start.createdNanos() - nanos > 0)
        .min(Comparator.comparingLong(PodStart::readyNanos));
  }

  /** Whether so many replicas as asked for are ready, and nothing has changed for {@code quiet}. */
  public synchronized boolean isSettled(Duration quiet) {
    return !asked.isEmpty()
        && ready.size() == asked.getLast().replicas()
        && clock.getAsLong() - lastChangeNanos >= quiet.toNanos();
  }

  /** When the number or a readiness changed last. */
  public synchronized long lastChangeNanos() {
    return lastChangeNanos;
  }

  /** Watches no more. */
  @Override
  public void close() {
    watches.forEach(SharedIndexInformer::close);
  }
}
