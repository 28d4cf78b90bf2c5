package dev.serval.hub.client;

import dev.serval.core.wire.Transports;
import dev.serval.hub.v1.FromHub;
import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.Hello;
import dev.serval.hub.v1.HubGrpc;
import dev.serval.hub.v1.Snapshot;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One connection to the hub, with the one stream on it. All of it happens on one event loop. */
final class HubConnection {

  /** Both ends count the pings; the hub permits them 5 s apart. */
  private static final long SILENCE_BEFORE_PING_SECONDS = 10;

  private static final long PING_TIMEOUT_SECONDS = 5;
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int MOST_MESSAGE_BYTES = 16 << 20;
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** Of several hubs behind a name each replica takes another one first. */
  private static final Map<String, ?> BALANCING =
      Map.of(
          "loadBalancingConfig",
          List.of(Map.of("pick_first", Map.of("shuffleAddressList", Boolean.TRUE))));

  /** Told what happens on a connection, on its event loop. */
  interface Events {

    void snapshot(HubConnection connection, Snapshot snapshot);

    /** The connection is over; said once. */
    void ended(HubConnection connection, Status status);
  }

  private final EventLoop loop;
  private final Events events;
  private final ManagedChannel channel;
  private final ClientCall<FromReplica, FromHub> call;
  private boolean over;

  /** Connects; what becomes of it is told to {@code events}. On the event loop. */
  HubConnection(
      HubOptions options, HubCredentials credentials, Hello hello, EventLoop loop, Events events) {
    this.loop = loop;
    this.events = events;
    this.channel = channelTo(options.address(), credentials, loop);
    this.call = channel.newCall(HubGrpc.getConnectMethod(), CallOptions.DEFAULT);
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + credentials.token());
    call.start(new Answers(), headers);
    call.sendMessage(FromReplica.newBuilder().setHello(hello).build());
    call.request(1);
    watchForGoAway();
  }

  /** The name that is dialled is the one that the hub's certificate must have. */
  private static ManagedChannel channelTo(
      String address, HubCredentials credentials, EventLoop loop) {
    Executor offLoop = task -> Thread.ofVirtual().name("hub-name").start(task);
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .sslContext(credentials.trust())
        .eventLoopGroup(loop)
        .channelFactory(Transports.clientChannel(loop))
        .executor(loop)
        .offloadExecutor(offLoop)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .keepAliveTime(SILENCE_BEFORE_PING_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(PING_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .maxInboundMessageSize(MOST_MESSAGE_BYTES)
        .defaultServiceConfig(BALANCING)
        .disableServiceConfigLookUp()
        .disableRetry()
        .build();
  }

  /**
   * A hub that is about to stop says so (GOAWAY) and may let the stream go on for a while; the
   * channel is not ready any more from then on.
   */
  private void watchForGoAway() {
    ConnectivityState state = channel.getState(false);
    channel.notifyWhenStateChanged(
        state,
        () ->
            onLoop(
                () -> {
                  if (over) {
                    return;
                  }
                  if (state == ConnectivityState.READY) {
                    end(
                        Status.UNAVAILABLE.withDescription(
                            "the hub is about to stop, or the connection is broken"));
                  } else {
                    watchForGoAway();
                  }
                }));
  }

  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  /** Whether a message would be sent at once. */
  boolean ready() {
    return !over && call.isReady();
  }

  void send(FromReplica message) {
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

  private final class Answers extends ClientCall.Listener<FromHub> {

    @Override
    public void onMessage(FromHub message) {
      if (!over) {
        events.snapshot(HubConnection.this, message.getSnapshot());
        call.request(1);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end(status.isOk() ? Status.UNAVAILABLE.withDescription("the hub ended the stream") : status);
    }
  }
}
