package dev.serval.core.route;

import dev.serval.api.error.BackPressureException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.api.error.ServeException;
import dev.serval.core.call.Call;
import dev.serval.core.call.CancelReason;
import dev.serval.core.time.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Sends the calls of one process to the replicas of one deployment.
 *
 * <p>A call goes at once to the replica that the policy chooses among those believed to have a free
 * slot. If there is none it waits, first in, first out. The replica alone decides whether it has a
 * slot: when it has not it rejects the call, which goes back to its place in the queue, and it
 * grants a slot as soon as one is free. So nothing polls and nothing backs off, and a replica that
 * appears is put to work by whatever waits.
 *
 * <p>Picking takes no lock. The queue has one, which is taken only while calls wait.
 */
public final class Router implements AutoCloseable {

  private static final long MAINTENANCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int LEAVING_PATIENCE_SECONDS = 2;

  private final String deployment;
  private final TimeSource time;
  private final ReplicaLink.Factory links;
  final RouterStats stats = new RouterStats();
  final RetryBudget retries = new RetryBudget();
  final OutlierEjection outliers;
  final WaitQueue queue = new WaitQueue(this::missingReplica, this::queueEmptied);
  private final Turns turns = new Turns(this::sendFirst);

  private volatile RouterOptions options;
  private volatile RoutingPolicy policy;
  volatile ReplicaSet replicas = ReplicaSet.EMPTY;
  private final CallRate rate = new CallRate();
  private TimeSource.Timer maintenance;
  private volatile Runnable onStarving;
  private volatile Runnable onQueueEmptied;
  private volatile boolean outsidersRefused;
  private volatile boolean leaving;
  private int secondsWithoutReplica;
  private volatile boolean closed;

  /**
   * A router without replicas; {@link #update} brings them.
   *
   * @param deployment the name of the deployment, for messages
   */
  public Router(
      String deployment, RouterOptions options, TimeSource time, ReplicaLink.Factory links) {
    this.deployment = deployment;
    this.options = options;
    this.policy = RoutingPolicies.of(options.policy());
    this.time = time;
    this.links = links;
    this.outliers = new OutlierEjection(time, stats, () -> replicas, this::drain);
    this.maintenance = time.schedule(this::maintain, MAINTENANCE_NANOS);
  }

  /** The name of the deployment that this router serves. */
  public String deployment() {
    return deployment;
  }

  /** The clock by which this router's calls are timed. */
  public long nanoTime() {
    return time.nanoTime();
  }

  /** What this router has counted. */
  public RouterStats stats() {
    return stats;
  }

  /** Calls that wait for a replica. */
  public int queued() {
    return queue.size();
  }

  /** Calls under way on a replica. */
  public int outstanding() {
    int sum = 0;
    for (Replica replica : replicas.replicas) {
      sum += replica.outstanding();
    }
    return sum;
  }

  /** Replicas that calls can be sent to now. */
  public int availableReplicas() {
    return replicas.available();
  }

  /** Changes how calls are routed; calls that wait are looked at again. */
  public void reconfigure(RouterOptions changed) {
    synchronized (this) {
      if (changed.policy() != options.policy()) {
        prepare(replicas, changed.policy());
        policy = RoutingPolicies.of(changed.policy());
      }
      options = changed;
      for (Replica replica : replicas.replicas) {
        replica.placed(replica.endpoint(), changed.distanceTo(replica.endpoint()));
      }
    }
    drain();
  }

  /**
   * The replicas have been told to run {@code limit} calls at a time. They say so themselves with
   * each response; calls that wait need not wait for one.
   */
  public void expectLimit(int limit) {
    for (Replica replica : replicas.replicas) {
      replica.expectLimit(limit);
    }
    drain();
  }

  /**
   * Runs {@code action} when a call begins to wait although there is no replica that could become
   * free, or waits when the last one has gone: somebody else has to bring one. On the thread that
   * brings that about; it does not block.
   */
  public void onStarving(Runnable action) {
    onStarving = action;
  }

  /**
   * Runs {@code action} when the last call that waited has left the queue: whoever counts what
   * waits would go on counting it. On the thread that brings that about; it does not block.
   */
  public void onQueueEmptied(Runnable action) {
    onQueueEmptied = action;
  }

  private void tellIfStarving() {
    Runnable told = onStarving;
    if (told != null && !queue.isEmpty() && !replicas.anyUp()) {
      told.run();
    }
  }

  private void queueEmptied() {
    Runnable told = onQueueEmptied;
    if (told != null) {
      told.run();
    }
  }

  /** Takes over a call. Its outcome is told to the call, perhaps before this method returns. */
  public void submit(Call call) {
    if (!call.begin()) {
      return;
    }
    if (outsidersRefused && call.scope() == null) {
      call.fail(shuttingDown());
      return;
    }
    stats.calls.increment();
    retries.earn();
    if (queue.isEmpty() && offer(call, RoutingPolicy.Eligibility.BELIEVED_FREE)) {
      return;
    }
    int limit = options.maxQueued();
    if (queue.offer(call, limit)) {
      tellIfStarving();
      drain();
      if (closed) {
        failQueued();
      }
    } else {
      stats.backPressured.increment();
      call.fail(
          new BackPressureException(
              deployment + " has " + limit + " calls waiting already (maxQueuedRequests)",
              rate.timeFor(queue.size())));
    }
  }

  /**
   * Replaces the set of replicas. Those that stay keep their connections and what is known of them;
   * see {@link KnownReplicas} for which do. Of several with one name or address the first counts.
   */
  public void update(Collection<ReplicaEndpoint> endpoints) {
    List<Replica> removed;
    synchronized (this) {
      if (closed) {
        return;
      }
      KnownReplicas known = new KnownReplicas(replicas.replicas);
      boolean ramping = replicas.anyUp();
      List<Replica> after = new ArrayList<>(endpoints.size());
      Set<String> taken = new HashSet<>();
      for (ReplicaEndpoint endpoint : endpoints) {
        if (taken.add(endpoint.commonName())) {
          Replica replica = known.take(endpoint);
          if (replica == null) {
            replica = open(endpoint, ramping);
          } else {
            replica.placed(endpoint, options.distanceTo(endpoint));
          }
          after.add(replica);
        }
      }
      removed = known.notTaken();
      ReplicaSet changed = ReplicaSet.of(after);
      prepare(changed, options.policy());
      replicas = changed;
    }
    for (Replica replica : removed) {
      replica.markDraining();
      replica.link.close();
    }
    replicasChanged();
    tellIfStarving();
  }

  /** A replica has come or gone. */
  void replicasChanged() {
    outliers.keepOneUsable();
    drain();
  }

  /** Makes what a policy needs of a set, so that no pick has to. */
  private static void prepare(ReplicaSet set, RouterOptions.Policy policy) {
    if (policy == RouterOptions.Policy.CONSISTENT_HASH) {
      set.ring();
    }
  }

  private Replica open(ReplicaEndpoint endpoint, boolean ramping) {
    Replica replica = new Replica(endpoint, options.distanceTo(endpoint), ramping);
    replica.link = links.open(endpoint, new ReplicaListener(this, replica));
    return replica;
  }

  /**
   * Fails the calls that belong to no request under way, those that wait and those to come; what a
   * request under way needs goes on.
   */
  public void refuseOutsiders() {
    outsidersRefused = true;
    queue.takeIf(call -> call.scope() == null).forEach(call -> call.fail(shuttingDown()));
  }

  /**
   * This process is about to end: calls that wait fail once there has been no replica to wait for
   * for {@value #LEAVING_PATIENCE_SECONDS} s, as when the whole application ends. Until now they
   * waited for one to appear.
   */
  public void leave() {
    leaving = true;
  }

  /** Closes the links; calls that wait fail, those under way may end. */
  @Override
  public void close() {
    ReplicaSet last;
    synchronized (this) {
      closed = true;
      last = replicas;
      replicas = ReplicaSet.EMPTY;
      maintenance.cancel();
    }
    failQueued();
    for (Replica replica : last.replicas) {
      replica.link.close();
    }
  }

  private void failQueued() {
    for (Call call = queue.poll(); call != null; call = queue.poll()) {
      call.fail(shuttingDown());
    }
  }

  private ServeException shuttingDown() {
    return new DeploymentUnavailableException(deployment + ": this process is shutting down");
  }

  private boolean offer(Call call, RoutingPolicy.Eligibility eligible) {
    while (true) {
      Replica replica = policy.choose(replicas, call, eligible);
      if (replica == null) {
        return false;
      }
      if (replica.reserve()) {
        send(replica, call, false);
        return true;
      }
    }
  }

  static void send(Replica replica, Call call, boolean granted) {
    call.offerNote(replica.declines());
    replica.link.send(call, granted);
  }

  /** Sends what waits to whoever has room. */
  void drain() {
    if (!queue.isEmpty()) {
      turns.request();
    }
  }

  private boolean sendFirst() {
    Call first = queue.peek();
    if (first == null) {
      return false;
    }
    ReplicaSet set = replicas;
    Replica replica = policy.choose(set, first, RoutingPolicy.Eligibility.BELIEVED_FREE);
    if (replica == null) {
      replica = policy.choose(set, first, RoutingPolicy.Eligibility.WORTH_ASKING);
    }
    if (replica == null) {
      return false;
    }
    if (!replica.reserve()) {
      return true;
    }
    if (queue.remove(first)) {
      send(replica, first, false);
    } else {
      replica.release();
    }
    return true;
  }

  void requeue(Call call) {
    call.reoffered();
    queue.putBack(call);
    afterRequeue();
  }

  void afterRequeue() {
    tellIfStarving();
    drain();
    if (closed) {
      failQueued();
    }
  }

  /** What a call is told whose deadline passes while there is no replica at all. */
  private ServeException missingReplica() {
    return replicas.anyUp()
        ? null
        : new DeploymentUnavailableException(deployment + " has no replica that can be reached");
  }

  private void maintain() {
    rate.secondPassed(stats.ended());
    for (Replica replica : replicas.replicas) {
      replica.ageLoad();
    }
    secondsWithoutReplica = leaving && !replicas.anyUp() ? secondsWithoutReplica + 1 : 0;
    if (secondsWithoutReplica >= LEAVING_PATIENCE_SECONDS) {
      failQueued();
    }
    synchronized (this) {
      if (!closed) {
        maintenance = time.schedule(this::maintain, MAINTENANCE_NANOS);
      }
    }
    drain();
  }

  /** Cancels a call whose own deadline has passed; made by whoever made the call. */
  public TimeSource.Timer enforceDeadline(Call call) {
    return time.schedule(
        () -> call.cancel(CancelReason.DEADLINE), call.deadlineNanos() - time.nanoTime());
  }
}
