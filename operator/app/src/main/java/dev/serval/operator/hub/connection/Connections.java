package dev.serval.operator.hub.connection;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.directory.Directory;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** All connections, one for each pod, and who of them is told of which application. */
public final class Connections {

  private static final Duration GREETING = Duration.ofSeconds(10);

  private final Directory directory;
  private final ScheduledExecutorService scheduler;
  private final int most;
  private final Map<String, ReplicaConnection> byPod = new ConcurrentHashMap<>();
  private final Map<ApplicationId, Audience> audiences = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * No connections.
   *
   * @param scheduler tells; what it runs never blocks
   * @param most connections that there may be
   */
  public Connections(Directory directory, ScheduledExecutorService scheduler, int most) {
    this.directory = directory;
    this.scheduler = scheduler;
    this.most = most;
    scheduler.scheduleWithFixedDelay(
        this::endSilent, GREETING.toSeconds(), GREETING.toSeconds() / 2, TimeUnit.SECONDS);
  }

  /** Whether a connection that has joined may stay. */
  boolean hasRoomFor(ReplicaConnection connection) {
    return byPod.size() <= most || byPod.get(connection.identity().podUid()) != connection;
  }

  /** Takes a connection. An earlier one of the same pod ends: nobody can be reading it. */
  void join(ReplicaConnection connection) {
    ReplicaConnection earlier = byPod.put(connection.identity().podUid(), connection);
    audiences.compute(
        connection.identity().application(),
        (application, known) -> {
          Audience audience =
              known == null ? new Audience(application, directory, scheduler) : known;
          connection.belongTo(audience);
          audience.join(connection);
          return audience;
        });
    if (earlier != null) {
      earlier.end(Status.ABORTED.withDescription("this pod has connected again"));
    }
    if (stopping) {
      endForStop(connection);
    }
  }

  /** Forgets a connection that has ended. */
  void leave(ReplicaConnection connection) {
    byPod.remove(connection.identity().podUid(), connection);
    audiences.computeIfPresent(
        connection.identity().application(),
        (application, audience) -> audience.leave(connection) ? null : audience);
    connection.onEnd();
  }

  /** Something of an application changed. */
  public void changed(ApplicationId application) {
    Audience audience = audiences.get(application);
    if (audience != null) {
      audience.changed();
    }
  }

  /** How many there are. */
  public int count() {
    return byPod.size();
  }

  /** Ends all connections, and every one that comes, so that replicas go to another hub. */
  public void stop() {
    stopping = true;
    byPod.values().forEach(Connections::endForStop);
  }

  private static void endForStop(ReplicaConnection connection) {
    connection.end(Status.UNAVAILABLE.withDescription("this hub stops, connect to another"));
  }

  private void endSilent() {
    for (ReplicaConnection connection : byPod.values()) {
      if (!connection.hasGreeted() && connection.nanosSinceStart() > GREETING.toNanos()) {
        connection.end(
            Status.INVALID_ARGUMENT.withDescription(
                "no hello came within %d s".formatted(GREETING.toSeconds())));
      }
    }
  }
}
