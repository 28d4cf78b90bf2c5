package dev.serval.hub.client;

import static dev.serval.hub.client.Snapshots.complete;
import static dev.serval.hub.client.Snapshots.replicas;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.time.ManualTime;
import dev.serval.hub.v1.Hello;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client beside a real server with TLS. */
@Timeout(120)
abstract class HubClientFixture {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path files;
  final ManualTime time = new ManualTime();
  final EventLoopGroup loops = new NioEventLoopGroup(1);
  final Told told = new Told();
  final Logged logged = new Logged();
  volatile ProcessLoad load = new ProcessLoad(0, Map.of(), false);
  volatile HubOptions options;
  TestCertificates certificates;
  TestHub hub;
  HubClient client;

  @BeforeEach
  void start() throws Exception {
    logged.start();
    certificates = new TestCertificates("localhost");
    hub = new TestHub(certificates, 0);
    options =
        new HubOptions("localhost:" + hub.port(), files.resolve("ca.crt"), files.resolve("token"));
    certificates.writeAuthority(options.caFile());
    Files.writeString(options.tokenFile(), "token-1\n");
    client = new HubClient(() -> options, told, () -> load, loops.next(), time, new Random(2));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    hub.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    logged.stop();
  }

  void connect() {
    client.start();
    until(() -> !hub.connections.isEmpty() && !hub.last().received.isEmpty());
  }

  void connectAndTell() {
    connect();
    hub.last().tell(complete(1, "h1", replicas("Ranker", "r1=198.18.0.1:9400")).build());
    until(() -> told.what.contains("settings h1"));
  }

  static Hello hello(TestHub.Connection connection) {
    return connection.received.getFirst().getHello();
  }

  static void until(BooleanSupplier condition) {
    await(condition, () -> {});
  }

  void untilTimePasses(BooleanSupplier condition) {
    await(condition, () -> time.advance(Duration.ofMillis(10)));
  }

  private static void await(BooleanSupplier condition, Runnable meanwhile) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("this takes too long").isLessThan(end);
      meanwhile.run();
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  /** What the client said. */
  static final class Told implements HubListener {

    final List<String> what = new CopyOnWriteArrayList<>();

    @Override
    public void connected() {
      what.add("connected");
    }

    @Override
    public void disconnected() {
      what.add("disconnected");
    }

    @Override
    public void endpoints(Map<String, Collection<ReplicaEndpoint>> changed) {
      changed.forEach(
          (deployment, all) ->
              what.add(deployment + " " + all.stream().map(ReplicaEndpoint::id).toList()));
    }

    @Override
    public void settings(String hash, Map<String, String> values) {
      assertThat(values).containsEntry("serval.hub.test", hash);
      what.add("settings " + hash);
    }
  }

  /** The warnings of the client. */
  static final class Logged extends Handler {

    private final Logger logger = Logger.getLogger(HubClient.class.getName());
    final List<String> warnings = new CopyOnWriteArrayList<>();

    void start() {
      logger.addHandler(this);
    }

    void stop() {
      logger.removeHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        warnings.add(entry.getMessage());
      }
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing to close.
    }
  }
}
