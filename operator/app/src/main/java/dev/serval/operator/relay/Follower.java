package dev.serval.operator.relay;

import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.plan.HubAccess;
import dev.serval.relay.v1.FromFollower;
import dev.serval.relay.v1.FromLeader;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The side of an operator that doesn't lead: keeps one connection to the one that does, tells it
 * what replicas report here, and takes the values that it is told. All of it happens on one thread;
 * what can block is done on others.
 */
final class Follower implements AutoCloseable {

  /** From one message to the next, so that many reports share one. */
  static final Duration PACE = Duration.ofMillis(100);

  private static final Logger LOG = Logger.getLogger(Follower.class);

  private static final Duration STOP = Duration.ofSeconds(1);

  /** A connection that lives so long has stood. */
  private static final Duration STOOD = Duration.ofSeconds(10);

  private final RelaySettings settings;
  private final LeaderAddress addresses;
  private final Supplier<Optional<HubAccess>> access;
  private final String authority;
  private final ReceivedValues values;
  private final Clock clock;
  private final ScheduledExecutorService thread;
  private final EventLoopGroup loops =
      new NioEventLoopGroup(1, new DefaultThreadFactory("hub-relay-io", true));
  private final Outbox outbox;
  private final LeaderConnection.Events events = new Events();

  // On the thread alone.
  private final ReconnectDelay delay = new ReconnectDelay(RandomGenerator.of("L64X128MixRandom"));
  private final RelayLog log = new RelayLog();
  private String leader = "";
  private LeaderConnection connection;

  /** What was begun for an earlier one ends when it finds that there is another. */
  private long attempt;

  private long connectedNanos;
  private long lastSentNanos = System.nanoTime() - PACE.toNanos();
  private boolean sendScheduled;
  private boolean closed;

  private volatile boolean taken;

  /**
   * One that has no leader yet.
   *
   * @param access has the authorities that the leader's certificate has to be signed by
   * @param authority that it has to be for
   * @param mostReplicas that may be connected here
   * @param thread of its own; it stays the caller's
   */
  Follower(
      RelaySettings settings,
      LeaderAddress addresses,
      Supplier<Optional<HubAccess>> access,
      String authority,
      LoadBook book,
      int mostReplicas,
      ReceivedValues values,
      Clock clock,
      ScheduledExecutorService thread) {
    this.settings = settings;
    this.addresses = addresses;
    this.access = access;
    this.authority = authority;
    this.values = values;
    this.clock = clock;
    this.thread = thread;
    this.outbox = new Outbox(book, mostReplicas, this::hasWork);
    book.listen(outbox);
  }

  /** Whether the leader takes what is told. */
  boolean connected() {
    return taken;
  }

  /**
   * Another one leads.
   *
   * @param name of its pod; its own or empty if there is nobody to be told
   */
  void follow(String name) {
    thread.execute(
        () -> {
          // before the name is another: what is said of its end is said of the one that led
          if (connection != null) {
            connection.close("another operator leads");
          }
          leader = name.equals(settings.pod()) ? "" : name;
          delay.startAgain();
          dial();
        });
  }

  private void dial() {
    long mine = ++attempt;
    if (!closed && !leader.isEmpty()) {
      String name = leader;
      Thread.ofVirtual().name("hub-relay-dial").start(() -> lookUp(name, mine));
    }
  }

  private void later() {
    long mine = ++attempt;
    thread.schedule(() -> ifStill(mine, this::dial), delay.next(), TimeUnit.MILLISECONDS);
  }

  /** Runs a step of an attempt unless there has been another since, on the thread. */
  private void ifStill(long mine, Runnable step) {
    thread.execute(
        () -> {
          if (!closed && mine == attempt) {
            step.run();
          }
        });
  }

  private void lookUp(String name, long mine) {
    switch (addresses.find(name)) {
      case LeaderAddress.Found.NoPod _ -> ifStill(mine, () -> log.noPod(name));
      case LeaderAddress.Found.NotNow(String reason) -> ifStill(mine, () -> failed(reason));
      case LeaderAddress.Found.At(InetSocketAddress address) -> {
        try {
          LeaderConnection.Target target = target(address);
          ifStill(mine, () -> connect(target));
        } catch (IOException e) {
          ifStill(mine, () -> failed(e.getMessage()));
        }
      }
    }
  }

  private LeaderConnection.Target target(InetSocketAddress address) throws IOException {
    String authorities =
        access
            .get()
            .map(HubAccess::authorities)
            .orElseThrow(() -> new IOException("the hub has no certificate yet"));
    return new LeaderConnection.Target(
        address,
        authority,
        GrpcSslContexts.forClient()
            .trustManager(new ByteArrayInputStream(authorities.getBytes(StandardCharsets.US_ASCII)))
            .build(),
        token(settings.tokenFile()));
  }

  private static String token(Path file) throws IOException {
    String token;
    try {
      token = Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException(
          "the token can't be read from %s (serval.operator.hub.token-file): %s".formatted(file, e),
          e);
    }
    if (!token.matches("[!-~]+")) {
      throw new IOException("there is no token in " + file + " (serval.operator.hub.token-file)");
    }
    return token;
  }

  private void connect(LeaderConnection.Target target) {
    connectedNanos = System.nanoTime();
    connection = new LeaderConnection(target, loops, thread, events);
  }

  private void failed(String reason) {
    log.failed(leader, reason);
    later();
  }

  /** Any thread. */
  private void hasWork(Outbox.Urgency urgency) {
    thread.execute(urgency == Outbox.Urgency.AT_ONCE ? this::send : this::sendSoon);
  }

  private void sendSoon() {
    if (sendScheduled) {
      return;
    }
    long left = lastSentNanos + PACE.toNanos() - System.nanoTime();
    if (left <= 0) {
      send();
      return;
    }
    sendScheduled = true;
    thread.schedule(
        () -> {
          sendScheduled = false;
          send();
        },
        left,
        TimeUnit.NANOSECONDS);
  }

  private void send() {
    while (taken && connection != null && connection.ready()) {
      Optional<FromFollower> next = outbox.next(clock.instant());
      if (next.isEmpty()) {
        return;
      }
      connection.send(next.get());
      lastSentNanos = System.nanoTime();
    }
  }

  /** Ends the connection and makes no other. */
  @Override
  public void close() {
    try {
      thread.submit(this::end).get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("The connection to the leader is cut", e);
    }
    loops.shutdownGracefully(0, STOP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void end() {
    closed = true;
    if (connection != null) {
      connection.close("this operator stops");
    }
  }

  private final class Events implements LeaderConnection.Events {

    @Override
    public void message(LeaderConnection from, FromLeader message) {
      Instant now = clock.instant();
      try {
        values.take(
            message.getValuesList().stream().map(each -> RelayMessages.value(each, now)).toList(),
            now);
      } catch (IllegalArgumentException e) {
        from.close("a value that can't be taken: " + e.getMessage());
        return;
      }
      if (!taken) {
        taken = true;
        log.connected(leader);
        outbox.open(now);
      }
    }

    @Override
    public void ready(LeaderConnection from) {
      send();
    }

    @Override
    public void ended(LeaderConnection ending, Status status) {
      boolean stood = taken;
      taken = false;
      connection = null;
      outbox.close();
      if (closed || leader.isEmpty()) {
        return;
      }
      if (stood) {
        log.lost(leader, status);
      } else {
        log.failed(leader, status);
      }
      if (stood && System.nanoTime() - connectedNanos >= STOOD.toNanos()) {
        delay.startAgain();
      }
      later();
    }
  }
}
