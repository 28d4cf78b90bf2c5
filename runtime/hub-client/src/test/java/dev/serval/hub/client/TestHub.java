package dev.serval.hub.client;

import dev.serval.hub.v1.FromHub;
import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.HubGrpc;
import dev.serval.hub.v1.Snapshot;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A hub on loopback that says what the test tells it to. */
public final class TestHub extends HubGrpc.HubImplBase implements ServerInterceptor, AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<String> TOKEN = Context.key("token");

  /** The connections there were, the newest last. */
  public final List<Connection> connections = new CopyOnWriteArrayList<>();

  /** Says what a replica that connects is sent at once; {@code null} for nothing. */
  public volatile Supplier<Snapshot> greeting;

  /** How connections are refused, or {@code null} if they are not. */
  volatile Status refusal;

  private final Server server;

  /**
   * A hub that listens.
   *
   * @param port 0 for any
   */
  public TestHub(TestCertificates certificates, int port) throws Exception {
    Path folder = Files.createTempDirectory("hub");
    Path certificate = certificates.writeCertificate(folder);
    Path key = certificates.writeKey(folder);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .sslContext(GrpcSslContexts.forServer(certificate.toFile(), key.toFile()).build())
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .addService(this)
            .intercept(this)
            .build()
            .start();
    for (Path file : List.of(certificate, key, folder)) {
      Files.delete(file);
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getPort();
  }

  Connection last() {
    return connections.getLast();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Context context = Context.current().withValue(TOKEN, headers.get(AUTHORIZATION));
    return Contexts.interceptCall(context, call, headers, next);
  }

  @Override
  public StreamObserver<FromReplica> connect(StreamObserver<FromHub> replica) {
    Connection connection =
        new Connection(TOKEN.get(), greeting, (ServerCallStreamObserver<FromHub>) replica);
    connections.add(connection);
    if (refusal != null) {
      connection.end(refusal);
    }
    return connection;
  }

  /** Says that it will stop, and lets streams go on. */
  void goAway() {
    server.shutdown();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** One stream of a replica. */
  public static final class Connection implements StreamObserver<FromReplica> {

    /** The header by which the replica proves who it is. */
    public final String authorization;

    /** What the replica has said. */
    public final List<FromReplica> received = new CopyOnWriteArrayList<>();

    volatile boolean over;
    private final Supplier<Snapshot> greeting;
    private final ServerCallStreamObserver<FromHub> replica;

    Connection(
        String authorization,
        Supplier<Snapshot> greeting,
        ServerCallStreamObserver<FromHub> replica) {
      this.authorization = authorization;
      this.greeting = greeting;
      this.replica = replica;
      replica.setOnCancelHandler(() -> over = true);
    }

    /** Sends a snapshot, unless the replica has left. */
    public void tell(Snapshot snapshot) {
      synchronized (this) {
        if (!over) {
          replica.onNext(FromHub.newBuilder().setSnapshot(snapshot).build());
        }
      }
    }

    void end(Status status) {
      synchronized (this) {
        replica.onError(status.asRuntimeException());
      }
    }

    @Override
    public void onNext(FromReplica message) {
      received.add(message);
      if (message.hasHello() && greeting != null) {
        tell(greeting.get());
      }
    }

    @Override
    public void onError(Throwable failure) {
      over = true;
    }

    @Override
    public void onCompleted() {
      over = true;
    }
  }
}
