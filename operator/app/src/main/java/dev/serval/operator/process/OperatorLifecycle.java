package dev.serval.operator.process;

import dev.serval.operator.plan.PlanSettings;
import dev.serval.operator.reconcile.ServeApplicationReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Set;

/** Starts and stops the operator with its process. */
@ApplicationScoped
class OperatorLifecycle {

  private final LeaderElection election;
  private final Operator operator;

  OperatorLifecycle(
      KubernetesClient client,
      MeterRegistry meters,
      LeaderElection election,
      OperatorConfig config) {
    this.election = election;
    this.operator =
        Operators.create(
            client,
            new ServeApplicationReconciler(
                new PlanSettings(config.clusterDomain()), Clock.systemUTC()),
            config.namespaces().orElse(Set.of()),
            settings -> {
              // without tags for each application, which would grow without bound
              settings.withMetrics(MicrometerMetrics.withoutPerResourceMetrics(meters));
              if (config.leaderElection()) {
                settings.withLeaderElectionConfiguration(election.configuration());
              }
            });
  }

  void onStart(@Observes StartupEvent event) {
    operator.start();
  }

  void onStop(@Observes ShutdownEvent event) {
    election.stopping();
    operator.stop();
  }

  /** Whether the caches follow the API server. */
  boolean followsTheServer() {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }
}
