package dev.serval.operator.hub.connection;

import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.HubGrpc;
import dev.serval.operator.discovery.directory.Directory;
import dev.serval.operator.discovery.load.ConnectionNumbers;
import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.hub.HubLimits;
import dev.serval.operator.hub.HubMetrics;
import dev.serval.operator.hub.HubMetrics.RefusedFor;
import dev.serval.operator.hub.condition.ConfiguredConditions;
import dev.serval.operator.hub.identity.ReplicaIdentity;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Clock;

/**
 * The service of the contract.
 *
 * @param directory what replicas are told
 * @param connections who is told
 * @param book where load goes
 * @param conditions where problems with settings go
 * @param limits how much a replica may send
 * @param metrics what is counted
 * @param clock when a report came
 * @param numbers of connections
 */
public record HubService(
    Directory directory,
    Connections connections,
    LoadBook book,
    ConfiguredConditions conditions,
    HubLimits limits,
    HubMetrics metrics,
    Clock clock,
    ConnectionNumbers numbers) {

  /** Who calls. */
  public static final Context.Key<ReplicaIdentity> REPLICA = Context.key("replica");

  private static final MethodDescriptor<FromReplica, EncodedSnapshot> CONNECT =
      HubGrpc.getConnectMethod().toBuilder(
              HubGrpc.getConnectMethod().getRequestMarshaller(), new EncodedMarshaller())
          .build();

  /** As a gRPC server takes it; {@link IdentityInterceptor} has to be before it. */
  public ServerServiceDefinition definition() {
    return ServerServiceDefinition.builder(HubGrpc.SERVICE_NAME)
        .addMethod(CONNECT, ServerCalls.asyncBidiStreamingCall(this::connect))
        .build();
  }

  private StreamObserver<FromReplica> connect(StreamObserver<EncodedSnapshot> observer) {
    ServerCallStreamObserver<EncodedSnapshot> replica =
        (ServerCallStreamObserver<EncodedSnapshot>) observer;
    ReplicaIdentity identity = REPLICA.get();
    ReplicaConnection connection =
        new ReplicaConnection(numbers.next(clock.instant()), identity, replica, metrics);
    connections.join(connection);
    replica.setOnReadyHandler(connection::onReady);
    replica.setOnCancelHandler(() -> ended(connection));
    replica.setOnCloseHandler(() -> ended(connection));
    if (!connections.hasRoomFor(connection)) {
      metrics.refused(RefusedFor.TOO_MANY);
      connection.end(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "this hub has as many replicas as it takes: " + limits.replicas()));
    }
    return new Conversation(this, connection);
  }

  /** A connection has ended; may be called more than once. */
  void ended(ReplicaConnection connection) {
    connections.leave(connection);
    book.leave(connection.identity().replica(), connection.number());
    conditions.forget(connection.identity(), connection.number());
  }
}
