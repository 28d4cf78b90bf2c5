package dev.serval.core.app;

import dev.serval.core.batch.BatchOptions;
import dev.serval.core.route.Router;
import dev.serval.core.route.RouterOptions;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.stage.StageReplica;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The settings that the deployments run with, and how they change while they run. What is read at
 * start alone stays. Limits, batching and routing change at once; a user configuration when the
 * stage has taken it, which may be long after.
 */
final class LiveSettings implements AutoCloseable {

  private final Map<String, Router> routers;
  private final Map<String, List<HostedReplica>> replicas = new ConcurrentHashMap<>();
  private final Map<String, DeploymentSettings> inForce = new ConcurrentHashMap<>();
  private final UserConfigs userConfigs = new UserConfigs();
  private final NewestOnly<Change> limits;
  private final NewestOnly<Change> configs;
  private final String node;
  private volatile String zone;

  /** New settings on their way. */
  private static final class Change {
    final List<DeploymentSettings> deployments;
    final List<String> changes = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    final CompletableFuture<SettingsOutcome> outcome = new CompletableFuture<>();

    Change(Collection<DeploymentSettings> deployments) {
      this.deployments = List.copyOf(deployments);
    }

    void end(boolean superseded) {
      outcome.complete(new SettingsOutcome(changes, problems, superseded));
    }
  }

  /**
   * @param deployments as they are at start, by name
   * @param routers by deployment; those made later count too
   */
  LiveSettings(
      Map<String, DeploymentSettings> deployments,
      Map<String, Router> routers,
      String node,
      String zone) {
    this.inForce.putAll(deployments);
    this.routers = routers;
    this.node = node;
    this.zone = zone;
    this.limits =
        new NewestOnly<>("serval-settings", this::applyLimits, change -> change.end(true));
    this.configs =
        new NewestOnly<>("serval-reconfigure", this::giveConfigs, change -> change.end(true));
  }

  /** The settings in force, or {@code null}. */
  DeploymentSettings of(String deployment) {
    return inForce.get(deployment);
  }

  RouterOptions routerOptions(DeploymentSettings deployment) {
    return new RouterOptions(deployment.routing(), deployment.maxQueuedRequests(), node, zone);
  }

  /** The replicas of a deployment have been started, with the settings in force. */
  void started(String deployment, List<HostedReplica> hosted) {
    replicas.put(deployment, List.copyOf(hosted));
    userConfigs.startedWith(inForce.get(deployment));
  }

  /** See {@link ApplicationHost#reconfigure}. */
  CompletionStage<SettingsOutcome> reconfigure(Collection<DeploymentSettings> changed) {
    Change change = new Change(changed);
    limits.put(change);
    return change.outcome.copy();
  }

  /** The process has learnt which zone it is in. */
  void inZone(String known) {
    if (!zone.equals(known)) {
      zone = known;
      routers.keySet().forEach(this::reconfigureRouter);
    }
  }

  /** Once more if something has changed meanwhile, so that it ends with what came last. */
  private void reconfigureRouter(String deployment) {
    DeploymentSettings settings;
    String in;
    do {
      settings = inForce.get(deployment);
      in = zone;
      routers.get(deployment).reconfigure(routerOptions(settings));
    } while (settings != inForce.get(deployment) || !in.equals(zone));
  }

  private void applyLimits(Change change) {
    try {
      for (DeploymentSettings changed : change.deployments) {
        DeploymentSettings before = inForce.get(changed.name());
        if (before != null) {
          applyLimits(before, before.withLimitsOf(changed), change.changes);
        }
      }
      configs.put(change);
    } catch (RuntimeException failure) {
      change.outcome.completeExceptionally(failure);
    }
  }

  private void applyLimits(
      DeploymentSettings before, DeploymentSettings after, List<String> changes) {
    if (before.equals(after)) {
      return;
    }
    inForce.put(after.name(), after);
    after.addDifferences(before, changes);
    reconfigureRouter(after.name());
    for (HostedReplica hosted : replicas.getOrDefault(after.name(), List.of())) {
      applyLimits(hosted.replica(), after);
    }
    if (before.maxOngoingRequests() != after.maxOngoingRequests()) {
      routers.get(after.name()).expectLimit(after.maxOngoingRequests());
    }
  }

  private static void applyLimits(StageReplica replica, DeploymentSettings settings) {
    if (replica.admission().limit() != settings.maxOngoingRequests()) {
      replica.admission().limit(settings.maxOngoingRequests());
    }
    for (StageMethod method : replica.stage().methods()) {
      if (method.batch() != null) {
        BatchOptions options = settings.batching().getOrDefault(method.name(), method.batch());
        replica.reconfigureBatch(method, options);
      }
    }
  }

  private void giveConfigs(Change change) {
    try {
      for (DeploymentSettings changed : change.deployments) {
        List<HostedReplica> hosted = replicas.get(changed.name());
        DeploymentSettings now = inForce.get(changed.name());
        // Another stage comes with other replicas; to this one the configuration would mean
        // nothing.
        if (hosted != null && now.stage().equals(changed.stage()) && !configs.closed()) {
          userConfigs.give(changed, hosted, change.changes, change.problems);
        }
      }
      change.end(configs.closed());
    } catch (RuntimeException failure) {
      change.outcome.completeExceptionally(failure);
    }
  }

  /** Changes nothing any more; a stage that is being reconfigured is interrupted. */
  @Override
  public void close() {
    limits.close();
    configs.close();
  }
}
