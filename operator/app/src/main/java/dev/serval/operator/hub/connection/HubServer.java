package dev.serval.operator.hub.connection;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.util.MutableHandlerRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;

/** The gRPC server of the hub. */
public final class HubServer implements AutoCloseable {

  private static final int EVENT_LOOPS = 2;
  private static final int LARGEST_MESSAGE = 64 * 1024;
  private static final int LARGEST_METADATA = 16 * 1024;
  private static final int WINDOW = 64 * 1024;

  /** Connections that show no token, on top of those of replicas. */
  private static final int STRANGERS = 500;

  private static final long STOP_SECONDS = 5;

  private final EventLoopGroup acceptor;
  private final EventLoopGroup loops;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final MutableHandlerRegistry more = new MutableHandlerRegistry();
  private final Server server;

  /**
   * A server that isn't started.
   *
   * @param certificate with the key; may change while the server runs
   * @param service of replicas
   * @param replicas that may be connected
   */
  public HubServer(
      InetSocketAddress address,
      KeyManager certificate,
      ServerServiceDefinition service,
      int replicas)
      throws IOException {
    this.acceptor = new NioEventLoopGroup(1, new DefaultThreadFactory("hub-accept", true));
    this.loops = new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("hub-io", true));
    this.server =
        NettyServerBuilder.forAddress(address)
            .channelFactory(() -> new BoundedServerChannel(replicas + STRANGERS))
            .bossEventLoopGroup(acceptor)
            .workerEventLoopGroup(loops)
            .sslContext(
                GrpcSslContexts.configure(SslContextBuilder.forServer(certificate), SslProvider.JDK)
                    .build())
            .executor(calls)
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .maxInboundMetadataSize(LARGEST_METADATA)
            .flowControlWindow(WINDOW)
            // one stream, and the next while the last ends
            .maxConcurrentCallsPerConnection(2)
            .handshakeTimeout(10, TimeUnit.SECONDS)
            .maxConnectionIdle(30, TimeUnit.SECONDS)
            .keepAliveTime(20, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            // The token is shown again, and replicas spread over the hubs that there are.
            .maxConnectionAge(30, TimeUnit.MINUTES)
            .maxConnectionAgeGrace(1, TimeUnit.SECONDS)
            .addService(service)
            .fallbackHandlerRegistry(more)
            .build();
  }

  /** Serves {@code service} too. */
  public void add(ServerServiceDefinition service) {
    more.addService(service);
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address can't be had
   */
  public void start() throws IOException {
    server.start();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Tells clients to go elsewhere and ends; what hasn't ended in a few seconds is cut. */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    acceptor.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
    loops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
    calls.shutdown();
  }
}
