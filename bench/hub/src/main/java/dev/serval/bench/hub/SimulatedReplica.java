package dev.serval.bench.hub;

import dev.serval.hub.v1.Endpoint;
import dev.serval.hub.v1.FromHub;
import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.Hello;
import dev.serval.hub.v1.HubGrpc;
import dev.serval.hub.v1.LoadReport;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** One connected replica: reads what it is told and reports its load. */
final class SimulatedReplica implements StreamObserver<FromHub>, AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final long MOST_PAUSE = 2_000;

  private final int application;
  private final BiConsumer<Integer, String> onAddress;
  private final Runnable onFirst;
  private final ManagedChannel channel;
  private final ScheduledExecutorService pauses;
  private StreamObserver<FromReplica> hub;
  private String token;
  private volatile boolean told;
  private final AtomicInteger retries = new AtomicInteger();
  private long sequence;
  private volatile Throwable failure;

  /**
   * A replica that isn't connected.
   *
   * @param onFirst runs when it knows its application
   * @param onAddress gets the application and the address of each endpoint told after that
   */
  SimulatedReplica(
      int application,
      int port,
      SslContext trust,
      EventLoopGroup loops,
      Executor executor,
      ScheduledExecutorService pauses,
      Runnable onFirst,
      BiConsumer<Integer, String> onAddress) {
    this.application = application;
    this.pauses = pauses;
    this.onFirst = onFirst;
    this.onAddress = onAddress;
    this.channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .overrideAuthority("127.0.0.1")
            .sslContext(trust)
            .eventLoopGroup(loops)
            .channelType(NioSocketChannel.class)
            .executor(executor)
            .maxInboundMessageSize(16 * 1024 * 1024)
            .build();
  }

  void connect(String shown) {
    token = shown;
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    hub =
        HubGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .connect(this);
    hub.onNext(FromReplica.newBuilder().setHello(Hello.getDefaultInstance()).build());
  }

  void report() {
    hub.onNext(
        FromReplica.newBuilder()
            .setLoad(LoadReport.newBuilder().setSequence(++sequence).setOngoing(3))
            .build());
  }

  @Override
  public void onNext(FromHub message) {
    if (!told) {
      told = true;
      onFirst.run();
      return;
    }
    message
        .getSnapshot()
        .getDeploymentsList()
        .forEach(
            deployment -> {
              for (Endpoint endpoint : deployment.getEndpointsList()) {
                onAddress.accept(application, endpoint.getAddress());
              }
            });
  }

  /** Until it is connected it tries again after a pause, as a replica does. */
  @Override
  public void onError(Throwable cause) {
    boolean canPass = Status.fromThrowable(cause).getCode() == Status.Code.UNAVAILABLE;
    if (told || !canPass) {
      failure = cause;
    } else {
      retries.incrementAndGet();
      pauses.schedule(
          () -> connect(token),
          ThreadLocalRandom.current().nextLong(MOST_PAUSE),
          TimeUnit.MILLISECONDS);
    }
  }

  /** How often it had to try again. */
  int retries() {
    return retries.get();
  }

  @Override
  public void onCompleted() {
    failure = new IllegalStateException("the hub ended the stream");
  }

  /** Why it isn't connected any more, {@code null} if it is. */
  Throwable failure() {
    return failure;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
