package dev.serval.operator.hub.connection;

import dev.serval.operator.hub.HubMetrics;
import dev.serval.operator.hub.HubMetrics.RefusedFor;
import dev.serval.operator.hub.identity.Authentication;
import dev.serval.operator.hub.identity.Authentication.Refusal;
import dev.serval.operator.hub.identity.AuthenticationGate;
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

/**
 * Lets callers through whose token proves which pod they are. Blocks the thread of the call.
 *
 * @param <I> who they are
 */
public final class IdentityInterceptor<I> implements ServerInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "Bearer ";

  private final AuthenticationGate<I> gate;
  private final Context.Key<I> identity;
  private final HubMetrics metrics;

  /**
   * An interceptor that asks {@code gate}.
   *
   * @param identity where the service finds who calls
   */
  public IdentityInterceptor(
      AuthenticationGate<I> gate, Context.Key<I> identity, HubMetrics metrics) {
    this.gate = gate;
    this.identity = identity;
    this.metrics = metrics;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      return switch (gate.authenticate(token(headers), address(call))) {
        case Authentication.Known<I>(I caller) ->
            Contexts.interceptCall(
                Context.current().withValue(identity, caller), call, headers, next);
        case Authentication.Refused<I>(Refusal refusal, String message) -> {
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
      case NO_REPLICA, NO_OPERATOR -> Status.PERMISSION_DENIED;
      case TOO_MANY -> Status.RESOURCE_EXHAUSTED;
      case BUSY, SERVER_AWAY -> Status.UNAVAILABLE;
    };
  }

  private static RefusedFor reason(Refusal refusal) {
    return switch (refusal) {
      case BAD_TOKEN -> RefusedFor.BAD_TOKEN;
      case NO_REPLICA -> RefusedFor.NO_REPLICA;
      case NO_OPERATOR -> RefusedFor.NO_OPERATOR;
      case TOO_MANY -> RefusedFor.TOO_MANY;
      case BUSY -> RefusedFor.BUSY;
      case SERVER_AWAY -> RefusedFor.SERVER_AWAY;
    };
  }
}
