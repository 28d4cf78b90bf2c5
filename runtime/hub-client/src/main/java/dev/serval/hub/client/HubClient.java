package dev.serval.hub.client;

import dev.serval.core.time.TimeSource;
import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.Settings;
import dev.serval.hub.v1.SettingsReport;
import dev.serval.hub.v1.Snapshot;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Keeps one connection to the hub for as long as the process lives, tells what the hub says, and
 * reports. Nobody waits for it: what it can't do now it does when it can.
 *
 * <p>All of it happens on one event loop of the process; files are read on virtual threads.
 */
public final class HubClient implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(HubClient.class);

  /** A connection that lives so long has stood. */
  private static final Duration STOOD = Duration.ofSeconds(10);

  /** Of a problem that is reported, in characters: it is to be read by people. */
  private static final int LONGEST_PROBLEM = 4_000;

  private final Supplier<HubOptions> options;
  private final HubListener listener;
  private final EventLoop loop;
  private final TimeSource time;
  private final HubStats stats;
  private final LoadReporter load;

  // On the loop alone.
  private final KnownApplication known = new KnownApplication();
  private final ReconnectDelay delay;
  private final HubLog log = new HubLog();
  private final HubConnection.Events events = new Events();
  private HubOptions connectedWith;
  private HubConnection connection;
  private long connectedNanos;
  private boolean taken;
  private String givenHash = "";
  private SettingsReport report;
  private boolean closed;

  /**
   * A client that has not started.
   *
   * @param options where the hub is; asked for each connection
   * @param listener told what the hub says
   * @param load what the process has to do; asked on the loop, must not block
   * @param loop of the process's own; it stays the caller's
   * @param random spreads the attempts of many replicas over time
   */
  public HubClient(
      Supplier<HubOptions> options,
      HubListener listener,
      Supplier<ProcessLoad> load,
      EventLoop loop,
      TimeSource time,
      RandomGenerator random) {
    this.options = options;
    this.listener = listener;
    this.loop = loop;
    this.time = time;
    this.stats = new HubStats(time);
    this.load = new LoadReporter(load, time, loop);
    this.delay = new ReconnectDelay(random);
  }

  /** Begins to connect; returns at once. */
  public void start() {
    loop.execute(this::connect);
  }

  /** What this client has counted. */
  public HubStats stats() {
    return stats;
  }

  /**
   * The process may have become idle or busy, or begun to drain, or a call may have begun to wait
   * for a replica, or the last one may have ceased to: the hub is told soon. Cheap enough to be
   * called for each call.
   */
  public void loadChanged() {
    load.changed();
  }

  /**
   * Tells the hub what became of settings; it is told again when it gives the same ones again.
   *
   * @param hash of the settings that {@link HubListener#settings} was given
   * @param problem why some of them are not in force, or empty
   */
  public void report(String hash, String problem) {
    String shown =
        problem.length() > LONGEST_PROBLEM
            ? problem.substring(0, LONGEST_PROBLEM) + "..."
            : problem;
    SettingsReport made = SettingsReport.newBuilder().setHash(hash).setProblem(shown).build();
    loop.execute(
        () -> {
          report = made;
          sendReport();
        });
  }

  /** Connects to where the options say the hub is now, if that is elsewhere. */
  public void optionsChanged() {
    loop.execute(
        () -> {
          if (connection != null && !options.get().equals(connectedWith)) {
            connection.close("the hub has moved");
          }
        });
  }

  /** Ends the connection and makes no other; returns at once. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          closed = true;
          if (connection != null) {
            connection.close("the process ends");
          }
        });
  }

  private void connect() {
    if (closed) {
      return;
    }
    HubOptions to = options.get();
    Thread.ofVirtual().name("hub-files").start(() -> readAndConnect(to));
  }

  private void readAndConnect(HubOptions to) {
    try {
      HubCredentials credentials = HubCredentials.read(to);
      loop.execute(() -> connect(to, credentials));
    } catch (HubCredentials.FileException wrong) {
      loop.execute(
          () -> {
            log.wrongFile(wrong.getMessage());
            later(delay.next());
          });
    }
  }

  private void connect(HubOptions to, HubCredentials credentials) {
    if (closed) {
      return;
    }
    connectedWith = to;
    connectedNanos = time.nanoTime();
    taken = false;
    connection = new HubConnection(to, credentials, known.hello(), loop, events);
  }

  private void later(long nanos) {
    if (!closed) {
      time.schedule(() -> loop.execute(this::connect), nanos);
    }
  }

  private void sendReport() {
    if (taken && report != null) {
      connection.send(FromReplica.newBuilder().setSettings(report).build());
    }
  }

  private final class Events implements HubConnection.Events {

    @Override
    public void snapshot(HubConnection from, Snapshot snapshot) {
      AppliedSnapshot applied;
      try {
        applied = known.apply(snapshot);
      } catch (SnapshotException wrong) {
        log.nonsense(connectedWith, wrong.getMessage());
        known.askForEverything();
        from.close("a snapshot that can't be taken: " + wrong.getMessage());
        return;
      }
      LOG.debugf("The hub is at version %d", snapshot.getVersion());
      if (applied.gone()) {
        connected(false);
        return;
      }
      stats.taken(snapshot.getComplete());
      if (!applied.endpoints().isEmpty()) {
        listener.endpoints(applied.endpoints());
      }
      connected(true);
      if (!taken) {
        taken = true;
        load.reportTo(
            loadReport -> {
              boolean ready = from.ready();
              if (ready) {
                from.send(FromReplica.newBuilder().setLoad(loadReport).build());
              }
              return ready;
            });
      }
      if (applied.settings() != null) {
        given(applied.settings());
      }
    }

    private void given(Settings settings) {
      if (!settings.getHash().equals(givenHash)) {
        givenHash = settings.getHash();
        report = null;
        listener.settings(givenHash, settings.getValuesMap());
      } else {
        sendReport();
      }
    }

    @Override
    public void ended(HubConnection ending, Status status) {
      boolean stood = taken;
      connection = null;
      taken = false;
      load.stop();
      connected(false);
      if (closed) {
        return;
      }
      if (stood) {
        log.lost(connectedWith, status);
        if (time.nanoTime() - connectedNanos >= STOOD.toNanos()) {
          delay.stood();
        }
      } else {
        log.failed(connectedWith, status);
      }
      later(refused(status) ? delay.nextAfterRefusal() : delay.next());
    }

    private static boolean refused(Status status) {
      return status.getCode() == Status.Code.UNAUTHENTICATED
          || status.getCode() == Status.Code.PERMISSION_DENIED;
    }

    private void connected(boolean is) {
      if (is == stats.connected()) {
        return;
      }
      stats.connected(is);
      if (is) {
        log.connected(connectedWith);
        listener.connected();
      } else {
        listener.disconnected();
      }
    }
  }
}
