package dev.serval.operator.process;

import dev.serval.operator.hub.Hub;
import dev.serval.operator.hub.HubMetrics;
import dev.serval.operator.hub.HubSettings;
import dev.serval.operator.plan.PlanSettings;
import dev.serval.operator.reconcile.ServeApplicationReconciler;
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
  private Thread starting;

  OperatorLifecycle(
      KubernetesClient client,
      MeterRegistry meters,
      LeaderElection election,
      OperatorConfig config,
      @ConfigProperty(name = "kubernetes.service.host") Optional<String> apiServerOfPods) {
    this.client = client;
    this.election = election;
    this.settings = new PlanSettings(config.clusterDomain(), Optional.empty());
    this.reconciler = new ServeApplicationReconciler(this::settings, Clock.systemUTC());
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
    this.hub =
        HubPlace.of(config, election.namespace(), apiServerOfPods.isPresent())
            .map(place -> hub(client, place, meters, config.leaderElection()));
  }

  private Hub hub(
      KubernetesClient client, HubSettings place, MeterRegistry meters, boolean electsLeader) {
    try {
      return new Hub(
          client,
          place,
          new HubMetrics(meters),
          Clock.systemUTC(),
          () -> !electsLeader || election.leads(),
          reconciler::settingsChanged);
    } catch (IOException e) {
      throw new UncheckedIOException("the hub can't be made", e);
    }
  }

  private PlanSettings settings() {
    return settings.withHub(hub.flatMap(Hub::access));
  }

  /** Not in the thread of the start: health is to be answered while the API server is away. */
  void onStart(@Observes StartupEvent event) {
    starting = Thread.ofVirtual().name("operator-start").start(this::startWhenServerAnswers);
  }

  private void startWhenServerAnswers() {
    try {
      ApiServerWait.untilItAnswers(client);
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
      LOG.info("No hub: replicas are found by DNS and read their settings when they start");
    }
    operator.start();
  }

  void onStop(@Observes ShutdownEvent event) {
    starting.interrupt();
    hub.ifPresent(Hub::close);
    election.stopping();
    operator.stop();
  }

  /** Whether the caches follow the API server. */
  boolean followsTheServer() {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /** Why the hub isn't served; empty if it is, or if there is none. */
  Optional<String> hubProblem() {
    return hub.flatMap(Hub::problem);
  }
}
