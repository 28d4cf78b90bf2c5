package dev.serval.core.wire;

import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.route.ReplicaLink;
import dev.serval.core.time.TimeSource;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** Opens links to replicas in other processes. */
public final class WireClient {

  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;

  private final EventLoopGroup loops;
  private final WireOptions options;
  private final TimeSource time;
  private final HostNames hostNames;

  /**
   * @param loops run the connections; they stay the caller's
   * @param time the clock of the calls' deadlines
   */
  public WireClient(EventLoopGroup loops, WireOptions options, TimeSource time) {
    this(loops, options, time, InetAddress::getAllByName);
  }

  WireClient(EventLoopGroup loops, WireOptions options, TimeSource time, HostNames.Lookup lookup) {
    this.loops = loops;
    this.options = options;
    this.time = time;
    this.hostNames = new HostNames(lookup);
  }

  /** A factory of links to replicas of {@code deployment}. */
  public ReplicaLink.Factory linksTo(String deployment) {
    return (endpoint, listener) -> open(deployment, endpoint, listener);
  }

  private ReplicaLink open(
      String deployment, ReplicaEndpoint endpoint, ReplicaLink.Listener listener) {
    WireLink link = new WireLink(this, deployment, endpoint, listener);
    link.start();
    return link;
  }

  long nanoTime() {
    return time.nanoTime();
  }

  WireOptions options() {
    return options;
  }

  ByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  EventLoop anyLoop() {
    EventLoop current = currentLoop();
    return current == null ? loops.next() : current;
  }

  /** The event loop of the group that the current thread is, or {@code null}. */
  EventLoop currentLoop() {
    EventExecutor current = ThreadExecutorMap.currentExecutor();
    return current instanceof EventLoop loop && isOurs(loop) ? loop : null;
  }

  private boolean isOurs(EventLoop loop) {
    return loop.parent() == loops;
  }

  void connect(
      EventLoop loop, String address, ClientConnection connection, Consumer<String> onFailure) {
    InetSocketAddress target;
    try {
      target = Addresses.parse(address);
    } catch (IllegalArgumentException wrong) {
      onFailure.accept(wrong.getMessage());
      return;
    }
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channelFactory(Transports.clientChannel(loop))
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.ALLOCATOR, allocator())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(512 * 1024, 1024 * 1024))
            .resolver(hostNames)
            .handler(connection)
            .connect(target);
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            onFailure.accept(done.cause().toString());
          }
        });
  }
}
