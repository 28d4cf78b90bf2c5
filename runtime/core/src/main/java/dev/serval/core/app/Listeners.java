package dev.serval.core.app;

import dev.serval.core.stage.StageReplica;
import dev.serval.core.wire.WireOptions;
import dev.serval.core.wire.WireServer;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the replicas of a process take calls over connections. */
final class Listeners implements AutoCloseable {

  private final EventLoopGroup loops;
  private final WireOptions options;
  private final List<WireServer> servers = new ArrayList<>();
  private final Map<String, InetSocketAddress> onLoopback = new LinkedHashMap<>();

  Listeners(EventLoopGroup loops, WireOptions options) {
    this.loops = loops;
    this.options = options;
  }

  /**
   * Begins to listen for a replica.
   *
   * @return where
   * @throws IllegalStateException if the address cannot be used
   */
  InetSocketAddress listen(StageReplica replica, InetSocketAddress address) {
    WireServer server = new WireServer(loops, options, replica);
    servers.add(server);
    return server.start(address);
  }

  /** Begins to listen for a replica on a port of loopback, for callers in this process. */
  void listenOnLoopback(HostedReplica hosted) {
    StageReplica replica = hosted.replica();
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    onLoopback.put(replica.id(), listen(replica, anyPort));
  }

  /** Where a replica listens on loopback, as {@code host:port}; empty if it does not. */
  String loopbackAddress(String replicaId) {
    InetSocketAddress address = onLoopback.get(replicaId);
    return address == null ? "" : address.getHostString() + ":" + address.getPort();
  }

  /** Takes no new calls and tells the callers. */
  void drain() {
    servers.forEach(WireServer::drain);
  }

  @Override
  public void close() {
    servers.forEach(WireServer::close);
  }
}
