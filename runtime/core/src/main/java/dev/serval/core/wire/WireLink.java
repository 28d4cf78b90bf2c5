package dev.serval.core.wire;

import dev.serval.core.call.Call;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.route.ReplicaLink;
import dev.serval.protocol.wire.GoAway;
import dev.serval.protocol.wire.GoAwayCode;
import dev.serval.protocol.wire.Hello;
import dev.serval.protocol.wire.Welcome;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The link to a replica in another process: one connection per event loop of this process that
 * calls it, opened when the loop first does. A call from an event loop stays on it; a call from any
 * other thread takes one of the connections there are.
 */
final class WireLink implements ReplicaLink {

  private static final Logger LOG = Logger.getLogger(WireLink.class);
  private static final long FIRST_RETRY_MILLIS = 20;
  private static final long LONGEST_RETRY_MILLIS = 2_000;

  private final WireClient client;
  private final String deployment;
  private final ReplicaEndpoint endpoint;
  private final Listener listener;
  private final Set<EventLoop> opening = ConcurrentHashMap.newKeySet();

  /** Copied on each change; read on each call. */
  private volatile Open[] open = {};

  private volatile boolean closed;
  private int failedAttempts;
  private volatile int limit;
  private GoAwayCode refusedBefore;

  private record Open(EventLoop loop, ClientConnection connection) {}

  WireLink(WireClient client, String deployment, ReplicaEndpoint endpoint, Listener listener) {
    this.client = client;
    this.deployment = deployment;
    this.endpoint = endpoint;
    this.listener = listener;
  }

  /** Opens the first connection. */
  void start() {
    connect(client.anyLoop());
  }

  Hello hello() {
    WireOptions options = client.options();
    return new Hello(
        WireLimits.OLDEST_VERSION,
        WireLimits.NEWEST_VERSION,
        options.codecBits(),
        options.callerId(),
        options.maxBodyBytes(),
        options.application(),
        deployment,
        options.self(),
        "");
  }

  /** The clock of the calls' deadlines. */
  long nanoTime() {
    return client.nanoTime();
  }

  ByteBufAllocator allocator() {
    return client.allocator();
  }

  @Override
  public void send(Call call, boolean granted) {
    ClientConnection connection = connectionForCurrentThread();
    if (connection == null) {
      listener.lost(call, false, "not connected to " + endpoint.address());
    } else {
      connection.send(call, granted);
    }
  }

  @Override
  public void decline() {
    ClientConnection connection = connectionForCurrentThread();
    if (connection != null) {
      connection.decline();
    }
  }

  /** The connection of the current event loop, or, on another thread, any. */
  private ClientConnection connectionForCurrentThread() {
    Open[] now = open;
    if (now.length == 0) {
      return null;
    }
    EventLoop loop = client.currentLoop();
    if (loop == null) {
      return now.length == 1
          ? now[0].connection
          : now[ThreadLocalRandom.current().nextInt(now.length)].connection;
    }
    for (Open candidate : now) {
      if (candidate.loop == loop) {
        return candidate.connection;
      }
    }
    connect(loop);
    return now[0].connection;
  }

  private void connect(EventLoop loop) {
    if (!closed && opening.add(loop)) {
      client.connect(
          loop,
          endpoint.address(),
          new ClientConnection(client.options(), this, listener),
          cause -> connectFailed(loop, cause));
    }
  }

  private void connectFailed(EventLoop loop, String cause) {
    opening.remove(loop);
    LOG.debugf("Cannot connect to replica %s at %s: %s", endpoint.id(), endpoint.address(), cause);
    retryLater(loop);
  }

  private void retryLater(EventLoop loop) {
    if (closed || open.length > 0) {
      return;
    }
    long ceiling;
    synchronized (this) {
      ceiling =
          Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(failedAttempts++, 10));
    }
    long delay = ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1);
    loop.schedule(() -> connect(loop), delay, TimeUnit.MILLISECONDS);
  }

  /** A connection can carry calls. */
  void opened(ClientConnection connection, Welcome welcome) {
    boolean first;
    synchronized (this) {
      failedAttempts = 0;
      refusedBefore = null;
      limit = welcome.maxOngoing();
      EventLoop loop = client.currentLoop();
      opening.remove(loop);
      List<Open> after = new ArrayList<>(List.of(open));
      after.add(new Open(loop, connection));
      first = after.size() == 1;
      open = after.toArray(Open[]::new);
    }
    if (closed) {
      connection.closeGracefully();
    } else if (first) {
      listener.up(welcome.maxOngoing());
    }
  }

  /** A connection has ended, whether it had been open or not. */
  void closed(ClientConnection connection, String cause) {
    boolean last;
    boolean wasOpen;
    synchronized (this) {
      List<Open> after = new ArrayList<>(List.of(open));
      wasOpen = after.removeIf(candidate -> candidate.connection == connection);
      open = after.toArray(Open[]::new);
      last = after.isEmpty();
      if (!wasOpen) {
        opening.remove(client.currentLoop());
      }
    }
    if (last) {
      try {
        listener.down(cause);
      } finally {
        retryLater(client.currentLoop());
      }
    } else if (wasOpen && !connection.draining()) {
      // A grant that was promised on this connection will not come: ask again on the others.
      listener.up(limit);
    }
  }

  /** The replica turned this process away; said once, and again when the reason changes. */
  void refused(GoAway goAway) {
    synchronized (this) {
      if (refusedBefore == goAway.code()) {
        return;
      }
      refusedBefore = goAway.code();
    }
    LOG.warnf(
        "Replica %s of %s at %s refuses calls (%s): %s",
        endpoint.id(), deployment, endpoint.address(), goAway.code(), goAway.message());
  }

  @Override
  public void close() {
    closed = true;
    for (Open candidate : open) {
      candidate.connection.closeGracefully();
    }
  }
}
