package dev.serval.operator.hub.connection;

import dev.serval.operator.hub.HubMetrics;
import dev.serval.operator.hub.HubMetrics.RefusedFor;
import dev.serval.operator.hub.identity.Authentication;
import dev.serval.operator.hub.identity.Authentication.Refusal;
import dev.serval.operator.hub.identity.AuthenticationGate;
import dev.serval.operator.hub.identity.ReplicaIdentity;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Lets replicas through whose token proves which pod they are. Blocks the thread of the call. */
public final class IdentityInterceptor implements ServerInterceptor {

  /** Who calls. */
  static final Context.Key<ReplicaIdentity> IDENTITY = Context.key("replica");

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "Bearer ";

  private final AuthenticationGate gate;
  private final HubMetrics metrics;

  /** An interceptor that asks {@code gate}. */
  public IdentityInterceptor(AuthenticationGate gate, HubMetrics metrics) {
    this.gate = gate;
    this.metrics = metrics;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      return switch (gate.authenticate(token(headers), address(call))) {
        case Authentication.Known(ReplicaIdentity identity) ->
            Contexts.interceptCall(
                Context.current().withValue(IDENTITY, identity), call, headers, next);
        case Authentication.Refused(Refusal refusal, String message) -> {
          metrics.refused(reason(refusal));
          yield refused(call, status(refusal).withDescription(message));
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused(call, Status.UNAVAILABLE.withDescription("this hub stops"));
    }
  }

  private static <Q, A> ServerCall.Listener<Q> refused(ServerCall<Q, A> call, Status status) {
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private static String token(Metadata headers) {
    String value = headers.get(AUTHORIZATION);
    return value == null || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? null
        : value.substring(SCHEME.length()).strip();
  }

  private static String address(ServerCall<?, ?> call) {
    SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return address instanceof InetSocketAddress internet
        ? internet.getAddress().getHostAddress()
        : String.valueOf(address);
  }

  private static Status status(Refusal refusal) {
    return switch (refusal) {
      case BAD_TOKEN -> Status.UNAUTHENTICATED;
      case NO_REPLICA -> Status.PERMISSION_DENIED;
      case TOO_MANY -> Status.RESOURCE_EXHAUSTED;
      case BUSY, SERVER_AWAY -> Status.UNAVAILABLE;
    };
  }

  private static RefusedFor reason(Refusal refusal) {
    return switch (refusal) {
      case BAD_TOKEN -> RefusedFor.BAD_TOKEN;
      case NO_REPLICA -> RefusedFor.NO_REPLICA;
      case TOO_MANY -> RefusedFor.TOO_MANY;
      case BUSY -> RefusedFor.BUSY;
      case SERVER_AWAY -> RefusedFor.SERVER_AWAY;
    };
  }
}
