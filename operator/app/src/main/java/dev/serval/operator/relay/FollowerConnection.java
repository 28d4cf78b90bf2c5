package dev.serval.operator.relay;

import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.discovery.load.ReplicaReport;
import dev.serval.operator.hub.HubMetrics;
import dev.serval.operator.hub.HubMetrics.RefusedFor;
import dev.serval.operator.hub.connection.MessageRate;
import dev.serval.operator.hub.identity.OperatorIdentity;
import dev.serval.relay.v1.Departure;
import dev.serval.relay.v1.FromFollower;
import dev.serval.relay.v1.FromLeader;
import dev.serval.relay.v1.ServedValue;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The leader's side of one follower: what it reports goes into the book, what is new goes to it.
 */
final class FollowerConnection implements StreamObserver<FromFollower> {

  /** Of a message; it may become one item larger. */
  private static final int MESSAGE_BYTES = 32 * 1024;

  private final OperatorIdentity identity;
  private final LoadBook book;
  private final Clock clock;
  private final HubMetrics metrics;
  private final int messagesPerSecond;
  private final MessageRate rate;
  private final Consumer<FollowerConnection> onEnd;

  // Guarded by this.
  private final ServerCallStreamObserver<FromLeader> follower;
  private Set<NamespacedValue> told = Set.of();
  private boolean ended;

  /**
   * One that was taken.
   *
   * @param onEnd told that it is over, perhaps more than once
   */
  FollowerConnection(
      OperatorIdentity identity,
      ServerCallStreamObserver<FromLeader> follower,
      LoadBook book,
      Clock clock,
      HubMetrics metrics,
      int messagesPerSecond,
      Consumer<FollowerConnection> onEnd) {
    this.identity = identity;
    this.follower = follower;
    this.book = book;
    this.clock = clock;
    this.metrics = metrics;
    this.messagesPerSecond = messagesPerSecond;
    this.rate = new MessageRate(messagesPerSecond, System.nanoTime());
    this.onEnd = onEnd;
  }

  OperatorIdentity identity() {
    return identity;
  }

  /** Says that it is taken. */
  synchronized void greet() {
    if (!ended) {
      follower.onNext(FromLeader.getDefaultInstance());
    }
  }

  /**
   * Tells it the values that are others than those that it was told, if its transport can take
   * them; otherwise it is told newer ones later. A value of another time is another, also of an
   * earlier one: the calendar may have been set back.
   */
  synchronized void tell(List<NamespacedValue> values, Instant now) {
    if (ended || !follower.isReady()) {
      return;
    }
    FromLeader.Builder message = FromLeader.newBuilder();
    int bytes = 0;
    for (NamespacedValue each : values) {
      if (!told.contains(each)) {
        ServedValue item = RelayMessages.value(each, now);
        message.addValues(item);
        bytes += item.getSerializedSize();
      }
      if (bytes >= MESSAGE_BYTES) {
        follower.onNext(message.build());
        message.clear();
        bytes = 0;
      }
    }
    if (bytes > 0) {
      follower.onNext(message.build());
    }
    told = Set.copyOf(values);
  }

  /** Ends it, if it hasn't ended. */
  void end(Status status) {
    boolean ends;
    synchronized (this) {
      ends = !ended;
      ended = true;
      if (ends) {
        follower.onError(status.asRuntimeException());
      }
    }
    if (ends) {
      onEnd.accept(this);
    }
  }

  private synchronized boolean isOver() {
    return ended;
  }

  @Override
  public void onNext(FromFollower message) {
    if (isOver()) {
      // what an earlier connection of a follower said may be wrong by now
      return;
    }
    if (!rate.allows(System.nanoTime())) {
      refuse(
          RefusedFor.TOO_FAST,
          Status.RESOURCE_EXHAUSTED.withDescription(
              "more than %d messages a second".formatted(messagesPerSecond)));
      return;
    }
    Instant now = clock.instant();
    try {
      for (Departure each : message.getDeparturesList()) {
        book.leave(RelayMessages.replica(each.getReplica()), each.getConnection());
      }
      List<ReplicaReport> reports = new ArrayList<>(message.getReportsCount());
      for (dev.serval.relay.v1.ReplicaReport each : message.getReportsList()) {
        reports.add(RelayMessages.report(each, now));
      }
      reports.forEach(report -> book.report(report, now));
      metrics.relayed(reports.size());
    } catch (IllegalArgumentException e) {
      refuse(RefusedFor.BAD_MESSAGE, Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
    }
  }

  private void refuse(RefusedFor reason, Status status) {
    metrics.refused(reason);
    end(status);
  }

  @Override
  public void onError(Throwable failure) {
    ended();
  }

  @Override
  public void onCompleted() {
    end(Status.CANCELLED.withDescription("the follower has ended the stream"));
  }

  /** The connection has ended, by whomever; may be called more than once. */
  void ended() {
    synchronized (this) {
      ended = true;
    }
    onEnd.accept(this);
  }
}
