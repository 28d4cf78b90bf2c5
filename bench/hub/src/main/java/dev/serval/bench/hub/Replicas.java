package dev.serval.bench.hub;

import io.grpc.netty.GrpcSslContexts;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** All simulated replicas. */
final class Replicas implements AutoCloseable {

  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final ExecutorService callbacks = Executors.newSingleThreadExecutor();
  private final ScheduledExecutorService reports = Executors.newSingleThreadScheduledExecutor();
  private final List<SimulatedReplica> all = new ArrayList<>();

  private volatile Awaited awaited = new Awaited(-1, "", new CountDownLatch(0));

  private record Awaited(int application, String address, CountDownLatch latch) {}

  /** Connects one for each token and waits until all know their application. */
  Duration connect(int port, byte[] authorities, Map<Integer, List<String>> tokens, Duration limit)
      throws IOException, InterruptedException {
    SslContext trust =
        GrpcSslContexts.forClient().trustManager(new ByteArrayInputStream(authorities)).build();
    CountDownLatch told = new CountDownLatch(tokens.values().stream().mapToInt(List::size).sum());
    long start = System.nanoTime();
    tokens.forEach(
        (application, ofIt) ->
            ofIt.forEach(
                token -> {
                  SimulatedReplica replica =
                      new SimulatedReplica(
                          application,
                          port,
                          trust,
                          loops,
                          callbacks,
                          reports,
                          told::countDown,
                          this::onAddress);
                  all.add(replica);
                  replica.connect(token);
                }));
    if (!told.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      checkConnected();
      throw new IllegalStateException(told.getCount() + " replicas were told nothing in time");
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** How often replicas had to try again until they were connected. */
  int retries() {
    return all.stream().mapToInt(SimulatedReplica::retries).sum();
  }

  /** From now on each reports every second, spread over it. */
  void report() {
    long step = Duration.ofSeconds(1).toNanos() / all.size();
    for (int i = 0; i < all.size(); i++) {
      reports.scheduleAtFixedRate(
          all.get(i)::report, i * step, TimeUnit.SECONDS.toNanos(1), TimeUnit.NANOSECONDS);
    }
  }

  /** Waits for that address to be known to all of an application's; before the change. */
  CountDownLatch expect(int application, String address, int replicas) {
    CountDownLatch latch = new CountDownLatch(replicas);
    awaited = new Awaited(application, address, latch);
    return latch;
  }

  private void onAddress(Integer application, String address) {
    Awaited now = awaited;
    if (now.application() == application && now.address().equals(address)) {
      now.latch().countDown();
    }
  }

  void checkConnected() {
    all.stream()
        .map(SimulatedReplica::failure)
        .filter(failure -> failure != null)
        .findFirst()
        .ifPresent(
            failure -> {
              throw new IllegalStateException("a replica was disconnected", failure);
            });
  }

  @Override
  public void close() {
    reports.shutdownNow();
    all.forEach(SimulatedReplica::close);
    callbacks.shutdown();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
