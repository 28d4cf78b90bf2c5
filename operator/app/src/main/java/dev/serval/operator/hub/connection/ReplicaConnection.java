package dev.serval.operator.hub.connection;

import dev.serval.hub.v1.Hello;
import dev.serval.operator.hub.HubMetrics;
import dev.serval.operator.hub.identity.ReplicaIdentity;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;

/**
 * The hub's side of one connection: which version the replica knows, and whether its transport can
 * take more. Nothing is queued: when it can, the replica is sent the difference up to then.
 */
final class ReplicaConnection {

  private final long number;
  private final ReplicaIdentity identity;
  private final ServerCallStreamObserver<EncodedSnapshot> replica;
  private final HubMetrics metrics;
  private final long since = System.nanoTime();

  private Audience audience;
  private boolean greeted;
  private boolean answered;
  private boolean ended;
  private long known;
  private int reserved;

  /**
   * A connection on which nothing was heard yet.
   *
   * @param number greater than that of any connection before
   */
  ReplicaConnection(
      long number,
      ReplicaIdentity identity,
      ServerCallStreamObserver<EncodedSnapshot> replica,
      HubMetrics metrics) {
    this.number = number;
    this.identity = identity;
    this.replica = replica;
    this.metrics = metrics;
  }

  long number() {
    return number;
  }

  ReplicaIdentity identity() {
    return identity;
  }

  /** Tells who encodes for it; before anything is sent. */
  synchronized void belongTo(Audience theirs) {
    audience = theirs;
  }

  synchronized boolean hasGreeted() {
    return greeted;
  }

  long nanosSinceStart() {
    return System.nanoTime() - since;
  }

  /** The replica said what it knows; from now on it is told what it doesn't. */
  void greet(Hello hello, long epoch) {
    synchronized (this) {
      greeted = true;
      known = hello.getEpoch() == epoch ? hello.getVersion() : 0;
    }
    send();
  }

  /** The transport has taken what it was given. */
  void onReady() {
    giveBack();
    send();
  }

  /**
   * Sends what the replica doesn't know yet, if its transport can take it.
   *
   * @return false if there was no room for it, and it is tried again when there is
   */
  synchronized boolean send() {
    if (ended || !greeted || !replica.isReady()) {
      return true;
    }
    Optional<EncodedSnapshot> next = audience.next(known, !answered);
    if (next.isEmpty()) {
      return true;
    }
    int room = audience.reserve(next.get(), this);
    if (room < 0) {
      return false;
    }
    reserved += room;
    known = next.get().to();
    answered = true;
    replica.onNext(next.get());
    metrics.sent(next.get().complete(), next.get().bytes().length);
    return true;
  }

  /** Ends the connection, if it hasn't ended. */
  synchronized void end(Status status) {
    if (!ended) {
      ended = true;
      replica.onError(status.asRuntimeException());
    }
  }

  /** The connection has ended, by whomever. */
  void onEnd() {
    synchronized (this) {
      ended = true;
    }
    giveBack();
  }

  /** Without the lock, since others are told to send. */
  private void giveBack() {
    int room;
    synchronized (this) {
      room = reserved;
      reserved = 0;
    }
    audience.release(room);
  }
}
