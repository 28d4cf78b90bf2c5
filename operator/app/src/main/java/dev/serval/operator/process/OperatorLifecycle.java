package dev.serval.operator.process;

import dev.serval.operator.hub.Hub;
import dev.serval.operator.hub.HubMetrics;
import dev.serval.operator.hub.HubSettings;
import dev.serval.operator.metricsapi.MetricsApi;
import dev.serval.operator.plan.PlanSettings;
import dev.serval.operator.reconcile.ServeApplicationReconciler;
import dev.serval.operator.scaling.ScalingBoard;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Starts and stops the operator with its process. */
@ApplicationScoped
class OperatorLifecycle {

  private static final Logger LOG = Logger.getLogger(OperatorLifecycle.class);

  private final KubernetesClient client;
  private final LeaderElection election;
  private final PlanSettings settings;
  private final ServeApplicationReconciler reconciler;
  private final Operator operator;
  private final Optional<Hub> hub;
  private final Optional<Autoscaling> autoscaling;
  private final PlannedMetricsApi plannedApi = new PlannedMetricsApi();
  private Thread starting;

  OperatorLifecycle(
      KubernetesClient client,
      MeterRegistry meters,
      LeaderElection election,
      OperatorConfig config,
      @ConfigProperty(name = "kubernetes.service.host") Optional<String> apiServerOfPods) {
    this.client = client;
    this.election = election;
    this.settings = PlanSettings.inDomain(config.clusterDomain());
    ScalingBoard board = new ScalingBoard();
    this.reconciler = new ServeApplicationReconciler(this::settings, board, Clock.systemUTC());
    this.operator =
        Operators.create(
            client,
            reconciler,
            config.namespaces().orElse(Set.of()),
            overrider -> {
              // without tags for each application, which would grow without bound
              overrider.withMetrics(MicrometerMetrics.withoutPerResourceMetrics(meters));
              if (config.leaderElection()) {
                overrider.withLeaderElectionConfiguration(election.configuration());
              }
            });
    boolean inCluster = apiServerOfPods.isPresent();
    HubMetrics metrics = new HubMetrics(meters);
    this.hub =
        HubPlace.of(config, election.namespace(), inCluster).map(place -> hub(place, metrics));
    this.autoscaling =
        hub.map(
            reports ->
                new Autoscaling(
                    reports,
                    client,
                    config,
                    election,
                    inCluster,
                    reconciler,
                    board,
                    meters,
                    metrics));
  }

  private Hub hub(HubSettings place, HubMetrics metrics) {
    try {
      return new Hub(
          client, place, metrics, Clock.systemUTC(), election::leads, reconciler::settingsChanged);
    } catch (IOException e) {
      throw new UncheckedIOException("the hub can't be made", e);
    }
  }

  private PlanSettings settings() {
    PlanSettings found = settings.withHub(hub.flatMap(Hub::access));
    return autoscaling
        .map(Autoscaling::apiState)
        .map(state -> found.withMetricsApi(plannedApi.of(state, System.nanoTime())))
        .orElse(found);
  }

  /** Not in the thread of the start: health is to be answered while the API server is away. */
  void onStart(@Observes StartupEvent event) {
    starting = Thread.ofVirtual().name("operator-start").start(this::startWhenServerAnswers);
  }

  private void startWhenServerAnswers() {
    try {
      ApiServerWait.untilReady(client);
      start();
    } catch (InterruptedException e) {
      LOG.debug("The process ends before the operator has started");
    } catch (IOException | RuntimeException e) {
      LOG.errorf("The operator can't start and ends: %s", e.getMessage());
      LOG.debug("It is this that keeps it from starting", e);
      Quarkus.asyncExit(1);
    }
  }

  /** The hub first: what is applied has to say where it is. */
  private void start() throws IOException, InterruptedException {
    if (hub.isPresent()) {
      hub.get().start();
    } else {
      LOG.info(
          "No hub: replicas are found by DNS, read their settings when they start and don't follow"
              + " the load");
    }
    operator.start();
    if (autoscaling.isPresent()) {
      autoscaling.get().start();
    }
  }

  void onStop(@Observes ShutdownEvent event) {
    starting.interrupt();
    autoscaling.ifPresent(Autoscaling::close);
    hub.ifPresent(Hub::close);
    election.stopping();
    operator.stop();
  }

  /** Whether the caches follow the API server. */
  boolean followsTheServer() {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /** The metrics API of this operator, if it serves one. */
  Optional<MetricsApi> metricsApi() {
    return autoscaling.flatMap(Autoscaling::api);
  }

  /** For how long the reconciliation runs that began first; zero if none does. */
  Duration longestReconciliation() {
    return reconciler.longestRunning();
  }

  /** For how long this operator, which leads, has looked at no autoscaled deployment. */
  Duration scalingIdle() {
    return autoscaling.map(Autoscaling::idle).orElse(Duration.ZERO);
  }

  /** Why the hub isn't served; empty if it is, or if there is none. */
  Optional<String> hubProblem() {
    return hub.flatMap(Hub::problem);
  }
}
