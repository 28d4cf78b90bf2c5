package dev.serval.operator.metricsapi.http;

import dev.serval.operator.metricsapi.MetricsApiLimits;
import dev.serval.operator.metricsapi.MetricsApiMetrics;
import dev.serval.operator.metricsapi.api.ApiRequest;
import dev.serval.operator.metricsapi.api.ApiResponse;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.KeyManager;

/**
 * HTTP/1.1 over TLS, for requests without a body. On Netty and not on the server of Quarkus,
 * because connections have to be counted before they have spoken TLS, and the certificate changes.
 */
public final class HttpsServer implements AutoCloseable {

  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_HEADERS = 16 * 1024;
  private static final int LONGEST_CHUNK = 4 * 1024;
  private static final int BACKLOG = 128;
  private static final long STOP_SECONDS = 3;

  private final InetSocketAddress address;
  private final SslContext tls;
  private final Function<ApiRequest, CompletableFuture<ApiResponse>> handler;
  private final MetricsApiLimits limits;
  private final MetricsApiMetrics metrics;
  private final ConnectionBudget budget;
  private final EventLoopGroup loop =
      new NioEventLoopGroup(1, new DefaultThreadFactory("metrics-api-io", true));
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private Channel listening;

  /**
   * A server that isn't started.
   *
   * @param certificate with the key; may change while the server runs
   * @param handler gives answers without blocking
   * @throws IOException if there is no TLS
   */
  public HttpsServer(
      InetSocketAddress address,
      KeyManager certificate,
      Function<ApiRequest, CompletableFuture<ApiResponse>> handler,
      MetricsApiLimits limits,
      MetricsApiMetrics metrics)
      throws IOException {
    this.address = address;
    this.handler = handler;
    this.limits = limits;
    this.metrics = metrics;
    this.budget = new ConnectionBudget(limits.connections(), limits.connectionsOfAddress());
    this.tls =
        SslContextBuilder.forServer(certificate)
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .clientAuth(ClientAuth.OPTIONAL)
            .trustManager(new AnyCertificate())
            .build();
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address can't be had
   */
  public void start() throws IOException, InterruptedException {
    var bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(new Connection())
            .bind(address)
            .await();
    if (!bound.isSuccess()) {
      throw new IOException("can't listen on " + address + ": " + bound.cause().getMessage());
    }
    listening = bound.channel();
  }

  /** The port that it listens on. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** How many connections there are. */
  public int connections() {
    return budget.open();
  }

  /** Takes no more connections and ends those that there are; an answer under way gets out. */
  @Override
  public void close() {
    if (listening != null) {
      listening.close();
    }
    connections.forEach(
        connection -> connection.pipeline().fireUserEventTriggered(RequestHandler.STOP));
    connections.newCloseFuture().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    loop.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
  }

  private final class Connection extends ChannelInitializer<SocketChannel> {

    @Override
    protected void initChannel(SocketChannel channel) {
      InetAddress peer = channel.remoteAddress().getAddress();
      if (!budget.take(peer)) {
        metrics.connectionRefused();
        channel.close();
        return;
      }
      channel.closeFuture().addListener(closed -> budget.giveBack(peer));
      connections.add(channel);
      SslHandler encryption = tls.newHandler(channel.alloc());
      encryption.setHandshakeTimeoutMillis(limits.firstRequest().toMillis());
      channel
          .pipeline()
          .addLast(
              encryption,
              new HttpServerCodec(
                  new HttpDecoderConfig()
                      .setMaxInitialLineLength(LONGEST_LINE)
                      .setMaxHeaderSize(MOST_HEADERS)
                      .setMaxChunkSize(LONGEST_CHUNK)),
              // one request at a time, also of a peer that sends several without waiting
              new FlowControlHandler(),
              new RequestHandler(encryption, handler, limits, metrics));
    }
  }
}
