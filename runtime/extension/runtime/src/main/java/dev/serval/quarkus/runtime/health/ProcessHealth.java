package dev.serval.quarkus.runtime.health;

import dev.serval.core.app.HostedReplica;
import dev.serval.quarkus.runtime.ServalRuntime;
import dev.serval.quarkus.runtime.config.ServalConfig;
import dev.serval.quarkus.runtime.config.SettingsReader;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The health of this process. It is ready from when its replicas have started, and have answered
 * their first health check well, until it begins to drain; it is live while none of its replicas
 * has failed its health check too often in a row.
 */
@Singleton
public class ProcessHealth {

  private final ServalRuntime runtime;
  private final SettingsReader settings;
  private final List<ReplicaWatch> watches = new CopyOnWriteArrayList<>();
  private volatile boolean leaving;

  ProcessHealth(ServalRuntime runtime, ServalConfig config) {
    this.runtime = runtime;
    this.settings = new SettingsReader(config);
  }

  void start(@Observes StartupEvent event) {
    runtime
        .host()
        .replicas()
        .forEach(
            (deployment, replicas) -> {
              for (HostedReplica replica : replicas) {
                if (replica.checksHealth()) {
                  watches.add(
                      new ReplicaWatch(
                          replica.replica().id(),
                          replica::checkHealth,
                          settings.health(deployment),
                          runtime.host().time()));
                }
              }
            });
    watches.forEach(ReplicaWatch::start);
  }

  @PreDestroy
  void stop() {
    watches.forEach(ReplicaWatch::close);
  }

  /** The process is about to stop: it is not ready from now on. */
  public void leave() {
    leaving = true;
    runtime.host().leave();
  }

  /** Whether requests are welcome. */
  public boolean ready() {
    return whyNotReady().isEmpty();
  }

  /** Why {@link #ready} is false, or empty. */
  public String whyNotReady() {
    if (leaving) {
      return "draining";
    }
    Map<String, List<HostedReplica>> replicas = runtime.host().replicas();
    if (replicas.isEmpty()) {
      return "starting";
    }
    boolean draining =
        replicas.values().stream()
            .flatMap(List::stream)
            .anyMatch(hosted -> hosted.replica().admission().draining());
    return draining ? "draining" : unproven();
  }

  private String unproven() {
    for (ReplicaWatch watch : watches) {
      String reason = watch.unproven();
      if (reason != null) {
        return watch.replica() + ": " + reason;
      }
    }
    return "";
  }

  /** The replicas that are ill, each with the reason; empty while the process is live. */
  public Map<String, String> ill() {
    Map<String, String> ill = new TreeMap<>();
    for (ReplicaWatch watch : watches) {
      String reason = watch.illness();
      if (reason != null) {
        ill.put(watch.replica(), reason);
      }
    }
    return ill;
  }
}
