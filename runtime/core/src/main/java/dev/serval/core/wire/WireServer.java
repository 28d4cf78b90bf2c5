package dev.serval.core.wire;

import dev.serval.core.stage.StageReplica;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens for callers of one replica. */
public final class WireServer implements AutoCloseable {

  /** Connections that a replica takes at most; more are closed at once. */
  static final int MOST_CONNECTIONS = 10_000;

  /** A caller process, over all its connections. */
  private static final class Caller {
    private final AtomicInteger ongoing = new AtomicInteger();
    private int connections;
  }

  private final EventLoopGroup loops;
  private final WireOptions options;
  private final StageReplica replica;
  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connectionCount = new AtomicInteger();
  private final int mostConnections;
  private final ConcurrentHashMap<Long, Caller> callers = new ConcurrentHashMap<>();
  private Channel listening;

  /**
   * @param loops run the connections; they stay the caller's
   * @param replica runs the calls
   */
  public WireServer(EventLoopGroup loops, WireOptions options, StageReplica replica) {
    this(loops, options, replica, MOST_CONNECTIONS);
  }

  WireServer(EventLoopGroup loops, WireOptions options, StageReplica replica, int mostConnections) {
    this.loops = loops;
    this.options = options;
    this.replica = replica;
    this.mostConnections = mostConnections;
  }

  /**
   * Starts to listen.
   *
   * @param address where; port 0 for any free one
   * @return where it listens
   * @throws IllegalStateException if the address cannot be used; the message names it
   */
  public InetSocketAddress start(InetSocketAddress address) {
    try {
      listening =
          new ServerBootstrap()
              .group(loops, loops)
              .channelFactory(Transports.serverChannel(loops))
              .option(ChannelOption.SO_BACKLOG, 1024)
              .option(ChannelOption.SO_REUSEADDR, true)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childOption(ChannelOption.ALLOCATOR, allocator())
              .childOption(
                  ChannelOption.WRITE_BUFFER_WATER_MARK,
                  new WriteBufferWaterMark(512 * 1024, 1024 * 1024))
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel.pipeline().addLast(new ServerConnection(WireServer.this));
                    }
                  })
              .bind(address)
              .syncUninterruptibly()
              .channel();
    } catch (RuntimeException failure) {
      throw new IllegalStateException(
          "Replica " + replica.id() + " cannot listen on " + address + ": " + failure.getMessage(),
          failure);
    }
    return (InetSocketAddress) listening.localAddress();
  }

  WireOptions options() {
    return options;
  }

  StageReplica replica() {
    return replica;
  }

  ByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  /** The running calls of a caller, which has one connection more. */
  AtomicInteger ongoingOf(long callerId) {
    return callers.compute(
            callerId,
            (id, known) -> {
              Caller caller = known == null ? new Caller() : known;
              caller.connections++;
              return caller;
            })
        .ongoing;
  }

  /** The caller has one connection less; without any it is forgotten. */
  void callerLeft(long callerId) {
    callers.computeIfPresent(callerId, (id, caller) -> --caller.connections == 0 ? null : caller);
  }

  /** Caller processes that are connected. */
  int callers() {
    return callers.size();
  }

  /** Takes note of a connection; false if there are too many. */
  boolean connected(ServerConnection connection) {
    if (connectionCount.incrementAndGet() > mostConnections) {
      connectionCount.decrementAndGet();
      return false;
    }
    connections.add(connection);
    return true;
  }

  /** A caller was let in; it may have been looked at just before the replica began to drain. */
  void welcomed(ServerConnection connection) {
    if (replica.admission().draining()) {
      connection.sayDraining();
    }
  }

  void disconnected(ServerConnection connection) {
    if (connections.remove(connection)) {
      connectionCount.decrementAndGet();
    }
  }

  /** Connections that are open. */
  public int connections() {
    return connections.size();
  }

  /** Tells every caller that the replica takes no more calls. Calls under way go on. */
  public void drain() {
    replica.drain();
    connections.forEach(ServerConnection::sayDraining);
  }

  /** Stops listening and closes the connections. Calls under way are cancelled. */
  @Override
  public void close() {
    if (listening != null) {
      listening.close().syncUninterruptibly();
    }
    connections.forEach(ServerConnection::close);
  }
}
