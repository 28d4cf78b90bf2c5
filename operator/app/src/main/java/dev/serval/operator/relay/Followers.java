package dev.serval.operator.relay;

import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.hub.HubMetrics;
import dev.serval.operator.hub.HubMetrics.RefusedFor;
import dev.serval.operator.hub.identity.OperatorIdentity;
import dev.serval.relay.v1.FromFollower;
import dev.serval.relay.v1.FromLeader;
import dev.serval.relay.v1.RelayGrpc;
import io.grpc.Context;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The side of the operator that leads: the service, and who is connected to it. */
final class Followers {

  /** Who calls. */
  static final Context.Key<OperatorIdentity> OPERATOR = Context.key("operator");

  private final LoadBook book;
  private final BooleanSupplier leads;
  private final RelayLimits limits;
  private final HubMetrics metrics;
  private final Clock clock;
  private final Map<String, FollowerConnection> byPod = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * Nobody yet.
   *
   * @param book where reports go
   * @param leads whether this operator leads; otherwise nobody is taken
   */
  Followers(
      LoadBook book, BooleanSupplier leads, RelayLimits limits, HubMetrics metrics, Clock clock) {
    this.book = book;
    this.leads = leads;
    this.limits = limits;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** As a gRPC server takes it; an interceptor that sets {@link #OPERATOR} has to be before it. */
  ServerServiceDefinition definition() {
    return ServerServiceDefinition.builder(RelayGrpc.SERVICE_NAME)
        .addMethod(RelayGrpc.getConnectMethod(), ServerCalls.asyncBidiStreamingCall(this::connect))
        .build();
  }

  private StreamObserver<FromFollower> connect(StreamObserver<FromLeader> observer) {
    ServerCallStreamObserver<FromLeader> follower = (ServerCallStreamObserver<FromLeader>) observer;
    FollowerConnection connection =
        new FollowerConnection(
            OPERATOR.get(),
            follower,
            book,
            clock,
            metrics,
            limits.messagesPerSecond(),
            this::leave);
    follower.setOnCancelHandler(connection::ended);
    follower.setOnCloseHandler(connection::ended);
    join(connection);
    return connection;
  }

  private void join(FollowerConnection connection) {
    if (!leads.getAsBoolean()) {
      connection.end(Status.FAILED_PRECONDITION.withDescription("this operator doesn't lead"));
      return;
    }
    FollowerConnection earlier = byPod.put(connection.identity().podUid(), connection);
    if (earlier != null) {
      earlier.end(Status.ABORTED.withDescription("this pod has connected again"));
    } else if (byPod.size() > limits.followers()) {
      metrics.refused(RefusedFor.TOO_MANY);
      connection.end(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "this leader has as many followers as it takes: " + limits.followers()));
    }
    if (stopping) {
      endForStop(connection);
    }
    connection.greet();
  }

  private void leave(FollowerConnection connection) {
    byPod.remove(connection.identity().podUid(), connection);
  }

  /** How many there are. */
  int count() {
    return byPod.size();
  }

  /** Tells all of them what is new in {@code values}. */
  void tell(List<NamespacedValue> values, Instant now) {
    byPod.values().forEach(follower -> follower.tell(values, now));
  }

  /** Ends all connections, and every one that comes. */
  void stop() {
    stopping = true;
    byPod.values().forEach(Followers::endForStop);
  }

  private static void endForStop(FollowerConnection connection) {
    connection.end(Status.UNAVAILABLE.withDescription("this operator stops"));
  }
}
