package dev.serval.operator.scaling;

import dev.serval.operator.discovery.ApplicationId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Scales the deployments of one application. For one thread at a time. */
final class ApplicationScaler {

  private static final Logger LOG = Logger.getLogger(ApplicationScaler.class);

  /** What changes with the load alone is told this often. */
  private static final Duration TOLD_EVERY = Duration.ofSeconds(10);

  private final ApplicationId application;
  private final ScalerPorts ports;
  private final Map<String, DeploymentScaler> deployments = new HashMap<>();

  /** Those whose spec can't be, with that. */
  private final Map<String, ScaledDeployment> refused = new HashMap<>();

  private Map<String, ScalingReport> told = Map.of();
  private long toldAt;

  ApplicationScaler(ApplicationId application, ScalerPorts ports) {
    this.application = application;
    this.ports = ports;
  }

  void look(ScaledApplication seen, LookKind kind, Moment at) {
    Set<String> names =
        seen.deployments().stream().map(ScaledDeployment::name).collect(Collectors.toSet());
    Set.copyOf(deployments.keySet()).stream()
        .filter(name -> !names.contains(name))
        .forEach(this::forget);
    refused.keySet().retainAll(names);
    Map<String, ReadyReports> reports = ports.loads().ready(application, at.instant());
    ReadyReports callers = ReadyReports.together(reports.values()).ofAtLeast(seen.ready());
    for (ScaledDeployment deployment : seen.deployments()) {
      ReadyReports own =
          reports.getOrDefault(deployment.name(), ReadyReports.NONE).ofAtLeast(deployment.ready());
      look(deployment, own, callers, kind, at);
    }
    tell(at);
  }

  private void look(
      ScaledDeployment deployment,
      ReadyReports own,
      ReadyReports callers,
      LookKind kind,
      Moment at) {
    if (isRefused(deployment)) {
      return;
    }
    DeploymentKey key = new DeploymentKey(application, deployment.name());
    DeploymentScaler scaler =
        deployments.computeIfAbsent(
            deployment.name(), name -> new DeploymentScaler(key, ports.writer(), ports.metrics()));
    try {
      scaler.follow(deployment);
    } catch (IllegalArgumentException e) {
      LOG.warnf("%s is not scaled until its spec is another: %s", key, e.getMessage());
      forget(deployment.name());
      refused.put(deployment.name(), deployment);
      return;
    }
    scaler.look(
        deployment,
        ReportedLoad.of(
            own, callers, ports.loads().load(application, deployment.name(), at.instant())),
        kind,
        at);
    scaler
        .served(at)
        .ifPresentOrElse(value -> ports.values().put(key, value), () -> ports.values().remove(key));
  }

  /** Whether its spec is still the one that can't be. */
  private boolean isRefused(ScaledDeployment deployment) {
    ScaledDeployment before = refused.get(deployment.name());
    boolean is =
        before != null
            && before.spec().equals(deployment.spec())
            && before.ingress() == deployment.ingress();
    if (!is) {
      refused.remove(deployment.name());
    }
    return is;
  }

  /** A number of replicas that changed is told at once, the rest now and then. */
  private void tell(Moment at) {
    Map<String, ScalingReport> now = new HashMap<>();
    deployments.forEach(
        (name, scaler) -> scaler.report(at).ifPresent(report -> now.put(name, report)));
    boolean due = at.nanos() - toldAt >= TOLD_EVERY.toNanos();
    if (!now.equals(told) && (due || isUrgent(now))) {
      told = now;
      toldAt = at.nanos();
      ports.board().put(application, now);
      ports.changed().accept(application);
    }
  }

  private boolean isUrgent(Map<String, ScalingReport> now) {
    return !now.keySet().equals(told.keySet())
        || now.entrySet().stream()
            .anyMatch(entry -> !entry.getValue().decidesLike(told.get(entry.getKey())));
  }

  /** Whether a call waits for a deployment that has no replica. */
  boolean isCalledAtZero(Moment at) {
    return deployments.entrySet().stream()
        .filter(entry -> entry.getValue().isAtZero(at))
        .map(entry -> ports.loads().load(application, entry.getKey(), at.instant()))
        .flatMap(Optional::stream)
        .anyMatch(load -> load.queued() > 0);
  }

  private void forget(String name) {
    DeploymentScaler gone = deployments.remove(name);
    if (gone != null) {
      gone.close();
    }
    ports.values().remove(new DeploymentKey(application, name));
  }

  /** The application is gone. */
  void close() {
    Set.copyOf(deployments.keySet()).forEach(this::forget);
    ports.board().remove(application);
  }
}
