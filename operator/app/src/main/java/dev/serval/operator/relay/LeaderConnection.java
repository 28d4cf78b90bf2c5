package dev.serval.operator.relay;

import dev.serval.relay.v1.FromFollower;
import dev.serval.relay.v1.FromLeader;
import dev.serval.relay.v1.RelayGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One connection to the leader, with the one stream on it. All of it happens on one thread. */
final class LeaderConnection {

  /** The hub permits pings 5 s apart. */
  private static final long SILENCE_BEFORE_PING_SECONDS = 10;

  private static final long PING_TIMEOUT_SECONDS = 5;
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int MOST_MESSAGE_BYTES = 256 * 1024;

  /** The leader answers at once, after it has asked the API server whose token that is. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /**
   * Where the leader is and how both sides prove who they are.
   *
   * @param authority that the leader's certificate has to be for
   * @param trust the certificates that it has to be signed by
   * @param token of this operator
   */
  record Target(InetSocketAddress address, String authority, SslContext trust, String token) {}

  /** Told what happens on a connection, on its thread. */
  interface Events {

    void message(LeaderConnection connection, FromLeader message);

    /** More can be sent. */
    void ready(LeaderConnection connection);

    /** The connection is over; said once. */
    void ended(LeaderConnection connection, Status status);
  }

  private final ScheduledExecutorService thread;
  private final Events events;
  private final ManagedChannel channel;
  private final ClientCall<FromFollower, FromLeader> call;
  private boolean answered;
  private boolean over;

  /**
   * Dials; what becomes of it is told to {@code events}.
   *
   * @param thread the one on which this is called
   */
  LeaderConnection(
      Target target, EventLoopGroup loops, ScheduledExecutorService thread, Events events) {
    this.thread = thread;
    this.events = events;
    this.channel = channelTo(target, loops, thread);
    this.call = channel.newCall(RelayGrpc.getConnectMethod(), CallOptions.DEFAULT);
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + target.token());
    call.start(new Answers(), headers);
    call.request(1);
    thread.schedule(this::endIfSilent, ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    watchForGoAway();
  }

  private static ManagedChannel channelTo(
      Target target, EventLoopGroup loops, ScheduledExecutorService thread) {
    return NettyChannelBuilder.forAddress(target.address())
        .overrideAuthority(target.authority())
        .sslContext(target.trust())
        .eventLoopGroup(loops)
        .channelType(NioSocketChannel.class)
        .executor(thread)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .keepAliveTime(SILENCE_BEFORE_PING_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(PING_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .maxInboundMessageSize(MOST_MESSAGE_BYTES)
        .disableServiceConfigLookUp()
        .disableRetry()
        .build();
  }

  private void endIfSilent() {
    if (!answered) {
      end(
          Status.DEADLINE_EXCEEDED.withDescription(
              "no answer came within " + ANSWER.toSeconds() + " s"));
    }
  }

  /**
   * A leader that is about to stop says so (GOAWAY) and may let the stream go on for a while; the
   * channel is not ready any more from then on.
   */
  private void watchForGoAway() {
    ConnectivityState state = channel.getState(false);
    channel.notifyWhenStateChanged(
        state,
        () -> {
          if (over) {
            return;
          }
          if (state == ConnectivityState.READY) {
            end(Status.UNAVAILABLE.withDescription("the leader is about to stop, or is away"));
          } else {
            watchForGoAway();
          }
        });
  }

  /** Whether a message would be sent at once. */
  boolean ready() {
    return !over && call.isReady();
  }

  void send(FromFollower message) {
    if (!over) {
      call.sendMessage(message);
    }
  }

  /** Ends the connection. */
  void close(String reason) {
    end(Status.CANCELLED.withDescription(reason));
  }

  private void end(Status status) {
    if (over) {
      return;
    }
    over = true;
    call.cancel("over: " + status.getCode(), null);
    channel.shutdownNow();
    events.ended(this, status);
  }

  private final class Answers extends ClientCall.Listener<FromLeader> {

    @Override
    public void onMessage(FromLeader message) {
      if (!over) {
        answered = true;
        events.message(LeaderConnection.this, message);
        call.request(1);
      }
    }

    @Override
    public void onReady() {
      if (!over) {
        events.ready(LeaderConnection.this);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end(
          status.isOk()
              ? Status.UNAVAILABLE.withDescription("the leader ended the stream")
              : status);
    }
  }
}
