package dev.serval.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.CallOptions;
import dev.serval.core.admit.Admission;
import dev.serval.core.codec.Codec;
import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.ForyCodec;
import dev.serval.core.codec.TypeTable;
import dev.serval.core.handle.DeploymentClient;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.route.Router;
import dev.serval.core.route.RouterOptions;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageExecutors;
import dev.serval.core.stage.StageInvoker;
import dev.serval.core.stage.StageReplica;
import dev.serval.core.time.SystemTime;
import dev.serval.core.time.TimeSource;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Replicas and callers in one process, with real sockets between them. Closing it checks that
 * nothing is left: no slot taken, no call outstanding, no buffer.
 */
final class WireRig implements AutoCloseable {

  static {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  static final String APPLICATION = "app";
  static final String DEPLOYMENT = "Echo";
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final AtomicLong CALLER_IDS = new AtomicLong(1);

  final EventLoopGroup loops = new NioEventLoopGroup(2);
  final TimeSource time;
  final StageExecutors executors = new StageExecutors(2);
  final Codec codec =
      new ForyCodec(
          TypeTable.of(EchoStage.Point.class), CodecLimits.DEFAULT.withMaxBodyBytes(128 << 20));
  final List<Host> hosts = new ArrayList<>();
  final List<Caller> callers = new ArrayList<>();

  private final long buffersBefore = buffers();

  /** Replicas and callers that follow the machine's clock. */
  WireRig() {
    this.time = new SystemTime(loops.next());
  }

  /** Replicas and callers that follow {@code time}. */
  WireRig(TimeSource time) {
    this.time = time;
  }

  WireOptions options() {
    return options(64 << 20, Duration.ofSeconds(5));
  }

  WireOptions options(int maxBodyBytes, Duration keepAlive) {
    return options(maxBodyBytes, keepAlive, codec);
  }

  WireOptions options(int maxBodyBytes, Duration keepAlive, Codec codec) {
    long id = CALLER_IDS.getAndIncrement();
    return new WireOptions(
        APPLICATION, "test-" + id, id, List.of(codec), maxBodyBytes, keepAlive, Duration.ZERO);
  }

  /** Options with which event loops don't sleep at once. */
  WireOptions busyOptions() {
    WireOptions sleepy = options();
    return new WireOptions(
        APPLICATION,
        sleepy.self(),
        sleepy.callerId(),
        sleepy.codecs(),
        sleepy.maxBodyBytes(),
        sleepy.keepAlive(),
        Duration.ofMillis(1));
  }

  Host host(int limit) {
    return host(limit, options(), 0, WireServer.MOST_CONNECTIONS);
  }

  /**
   * A replica at {@code port}, which another may just have left: a selector gives a closed socket
   * back to the system only when it selects the next time.
   */
  Host host(int limit, WireOptions options, int port, int mostConnections) {
    await("port " + port + " is free", () -> isFree(port));
    Host host =
        new Host(limit, options, port, mostConnections, EchoStage.DESCRIPTOR, EchoStage.invoker());
    hosts.add(host);
    return host;
  }

  Host host(WireOptions options, StageDescriptor descriptor, StageInvoker invoker) {
    Host host = new Host(8, options, 0, 10, descriptor, invoker);
    hosts.add(host);
    return host;
  }

  Caller caller(Host... to) {
    return caller(options(), to);
  }

  Caller caller(WireOptions options, Host... to) {
    Caller caller = new Caller(options, DEPLOYMENT);
    caller.route(to);
    return caller;
  }

  static void await(BooleanSupplier condition) {
    await("", condition);
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("waited in vain: " + what).isNegative();
      LockSupport.parkNanos(200_000);
    }
  }

  /** Pooled buffers in use, or in the caches of event loops that still run. */
  static long buffers() {
    long active = 0;
    for (PoolArenaMetric arena : PooledByteBufAllocator.DEFAULT.metric().directArenas()) {
      active += arena.numActiveAllocations();
    }
    for (PoolArenaMetric arena : PooledByteBufAllocator.DEFAULT.metric().heapArenas()) {
      active += arena.numActiveAllocations();
    }
    return active;
  }

  @Override
  public void close() {
    for (Caller caller : callers) {
      await("queue is empty", () -> caller.router.queued() == 0);
      await("nothing is outstanding", () -> caller.router.outstanding() == 0);
      caller.router.close();
    }
    for (Host host : hosts) {
      host.stage.gate.countDown();
      await("slots are free", () -> host.admission.ongoing() == 0);
      host.server.close();
      await("connections are gone", () -> host.server.connections() == 0);
      assertThat(host.server.callers()).isZero();
    }
    loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    executors.close();
    await("buffers are released, of " + buffersBefore, () -> buffers() <= buffersBefore);
  }

  /** A replica that listens. */
  final class Host {
    final EchoStage stage = new EchoStage();
    final Admission admission;
    final StageReplica replica;
    final WireServer server;
    final InetSocketAddress address;

    private Host(
        int limit,
        WireOptions options,
        int port,
        int mostConnections,
        StageDescriptor descriptor,
        StageInvoker invoker) {
      admission = new Admission(limit, time);
      replica =
          new StageReplica(
              DEPLOYMENT,
              "replica-" + hosts.size(),
              descriptor,
              invoker,
              stage,
              admission,
              Map.of(),
              executors,
              time,
              ReplicaObserver.NONE,
              true);
      server = new WireServer(loops, options, replica, mostConnections);
      address = server.start(new InetSocketAddress("127.0.0.1", port));
    }

    ReplicaEndpoint endpoint() {
      return new ReplicaEndpoint(replica.id(), "127.0.0.1:" + address.getPort(), "", "");
    }
  }

  /** A process that calls. */
  final class Caller {
    final Router router;
    final DeploymentClient client;

    Caller(WireOptions options, String deployment) {
      this(options, deployment, EchoStage.DESCRIPTOR);
    }

    Caller(WireOptions options, String deployment, StageDescriptor descriptor) {
      WireClient wire = new WireClient(loops, options, time);
      router =
          new Router(
              deployment,
              new RouterOptions(RouterOptions.Policy.LEAST_LOADED, RouterOptions.UNBOUNDED, "", ""),
              time,
              wire.linksTo(deployment));
      client = new DeploymentClient(router, descriptor);
      callers.add(this);
    }

    void route(Host... to) {
      List<ReplicaEndpoint> endpoints = new ArrayList<>();
      for (Host host : to) {
        endpoints.add(host.endpoint());
      }
      router.update(endpoints);
      await("replicas are up", () -> router.availableReplicas() == to.length);
    }

    Object call(String method, Object argument) {
      return client.call(client.target(method), argument);
    }

    CompletableFuture<Object> start(String method, Object argument) {
      return client.callAsync(client.target(method), argument);
    }

    CompletableFuture<Object> start(String method, Object argument, CallOptions options) {
      return client.withOptions(options).callAsync(client.target(method), argument);
    }

    Taker stream(String method, Object argument, long demand) {
      Taker taker = new Taker(demand);
      client.stream(client.target(method), argument).subscribe(taker);
      return taker;
    }
  }

  /**
   * A port that nobody listens on and that the system gives to no client: a caller that keeps
   * trying to connect to a port of the ephemeral range may end up connected to itself.
   */
  static int freePort() {
    int port = 20_000 + ThreadLocalRandom.current().nextInt(10_000);
    while (!isFree(port)) {
      port++;
    }
    return port;
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
