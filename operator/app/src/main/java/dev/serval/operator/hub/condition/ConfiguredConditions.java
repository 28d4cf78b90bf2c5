package dev.serval.operator.hub.condition;

import dev.serval.operator.hub.identity.ReplicaIdentity;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Writes to pods what their replicas say of their settings: when there is a problem, when it is
 * another, and once more when there is none any more. Of what a replica says in quick succession
 * the last counts. A write that fails is tried again as long as the replica is connected. Safe for
 * several threads.
 */
public final class ConfiguredConditions {

  private static final Logger LOG = Logger.getLogger(ConfiguredConditions.class);

  /** The least time between two writes to one pod. */
  private static final Duration PACE = Duration.ofSeconds(5);

  private static final int MOST_CHARACTERS = 1_024;
  private static final Set<Integer> POD_IS_GONE =
      Set.of(HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT);

  private final BiConsumer<ReplicaIdentity, String> writer;
  private final ScheduledExecutorService executor;
  private final Duration pace;
  private final Map<String, Reported> pods = new HashMap<>();

  /**
   * Writes with {@code writer}, which gets a replica and its problem, empty for none.
   *
   * @param executor runs the writer, which asks the API server
   */
  public ConfiguredConditions(
      BiConsumer<ReplicaIdentity, String> writer, ScheduledExecutorService executor) {
    this(writer, executor, PACE);
  }

  ConfiguredConditions(
      BiConsumer<ReplicaIdentity, String> writer,
      ScheduledExecutorService executor,
      Duration pace) {
    this.writer = writer;
    this.executor = executor;
    this.pace = pace;
  }

  /**
   * A replica has acted on its settings.
   *
   * @param connection of the replica, of which a later one has a greater number
   * @param problem that it has with them, empty for none
   */
  public synchronized void report(ReplicaIdentity replica, long connection, String problem) {
    Reported reported =
        pods.compute(
            replica.podUid(),
            (uid, before) ->
                before == null || before.connection < connection
                    ? new Reported(replica, connection, before)
                    : before);
    if (reported.connection == connection) {
      reported.wanted = cut(problem);
      schedule(reported, Duration.ZERO);
    }
  }

  /** Forgets a replica whose connection ended, unless it has a later one. */
  public synchronized void forget(ReplicaIdentity replica, long connection) {
    Reported reported = pods.get(replica.podUid());
    if (reported != null && reported.connection <= connection) {
      pods.remove(replica.podUid());
    }
  }

  private void schedule(Reported reported, Duration wait) {
    if (!reported.scheduled && !reported.wanted.equals(reported.written)) {
      long paced = reported.nextWrite - System.nanoTime();
      reported.scheduled = true;
      try {
        executor.schedule(
            () -> write(reported),
            Math.max(0, Math.max(paced, wait.toNanos())),
            TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("the hub has stopped");
      }
    }
  }

  private void write(Reported reported) {
    String problem;
    synchronized (this) {
      if (pods.get(reported.replica.podUid()) != reported) {
        return;
      }
      problem = reported.wanted;
    }
    boolean done = isWritten(reported.replica, problem);
    synchronized (this) {
      reported.scheduled = false;
      reported.nextWrite = System.nanoTime() + pace.toNanos();
      reported.written = done ? problem : reported.written;
      if (pods.get(reported.replica.podUid()) == reported) {
        schedule(reported, pace);
      }
    }
  }

  private boolean isWritten(ReplicaIdentity replica, String problem) {
    try {
      writer.accept(replica, problem);
      return true;
    } catch (KubernetesClientException e) {
      if (POD_IS_GONE.contains(e.getCode())) {
        return true;
      }
      LOG.warnf(
          "The condition of pod %s/%s could not be written and is tried again: %s",
          replica.namespace(), replica.podName(), e.getMessage());
      return false;
    }
  }

  private static String cut(String problem) {
    return problem.length() <= MOST_CHARACTERS
        ? problem
        : problem.substring(0, MOST_CHARACTERS - 1) + '…';
  }

  /** What a replica said and what its pod says. */
  private static final class Reported {

    private final ReplicaIdentity replica;
    private final long connection;
    private String wanted = "";
    private String written;
    private boolean scheduled;
    private long nextWrite = System.nanoTime();

    Reported(ReplicaIdentity replica, long connection, Reported before) {
      this.replica = replica;
      this.connection = connection;
      this.written =
          before == null
              ? replica
                  .configured()
                  .filter(Reported::isProblem)
                  .map(PodCondition::getMessage)
                  .map(Objects::toString)
                  .orElse("")
              : before.written;
      this.nextWrite = before == null ? nextWrite : before.nextWrite;
    }

    private static boolean isProblem(PodCondition condition) {
      return "False".equals(condition.getStatus());
    }
  }
}
