package dev.serval.operator.process;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.LoadListener;
import dev.serval.operator.hub.Hub;
import dev.serval.operator.hub.HubMetrics;
import dev.serval.operator.metricsapi.MetricSource;
import dev.serval.operator.metricsapi.MetricsApi;
import dev.serval.operator.metricsapi.MetricsApiMetrics;
import dev.serval.operator.metricsapi.MetricsApiSettings;
import dev.serval.operator.metricsapi.MetricsApiState;
import dev.serval.operator.plan.HubAccess;
import dev.serval.operator.reconcile.ServeApplicationReconciler;
import dev.serval.operator.relay.Relay;
import dev.serval.operator.relay.RelayLimits;
import dev.serval.operator.relay.RelaySettings;
import dev.serval.operator.scaling.ReplicaReports;
import dev.serval.operator.scaling.ScalingBoard;
import dev.serval.operator.scaling.ScalingLoop;
import dev.serval.operator.scaling.ScalingMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What becomes of the reports that reach a hub: decisions if this operator leads, a relay to the
 * one that does, and the values that autoscalers read.
 */
final class Autoscaling implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Autoscaling.class);

  private final Hub hub;
  private final LeaderElection election;
  private final ScalingLoop loop;
  private final Optional<Relay> relay;
  private final Optional<MetricsApi> api;
  private final String whyNoApi;

  /**
   * Nothing is started, but other operators may already be told of.
   *
   * @param hub that isn't started
   * @param inCluster whether the process is a pod
   * @param board what the reconciler says of autoscaled deployments
   */
  Autoscaling(
      Hub hub,
      KubernetesClient client,
      OperatorConfig config,
      LeaderElection election,
      boolean inCluster,
      ServeApplicationReconciler reconciler,
      ScalingBoard board,
      MeterRegistry meters,
      HubMetrics metrics) {
    this.hub = hub;
    this.election = election;
    this.loop =
        new ScalingLoop(
            client,
            reconciler.scaledApplications(),
            new ReplicaReports(hub.directory(), hub.load()),
            board,
            reconciler::scalingChanged,
            new ScalingMetrics(meters),
            election::leads,
            Clock.systemUTC());
    hub.load().listen(lookAtOnce(loop));
    this.relay =
        RelayPlace.of(config, hub.settings(), election.identity())
            .map(place -> relay(client, place, metrics));
    MetricsApiPlace place = MetricsApiPlace.of(config, election.namespace(), inCluster);
    this.whyNoApi = place.whyNot();
    this.api =
        place
            .settings()
            .map(settings -> api(client, settings, meters, reconciler::settingsChanged));
  }

  private static LoadListener lookAtOnce(ScalingLoop loop) {
    return new LoadListener() {
      @Override
      public void rose(ApplicationId application, Set<String> deployments) {
        loop.trigger(application);
      }
    };
  }

  private Relay relay(KubernetesClient client, RelaySettings place, HubMetrics metrics) {
    Relay made =
        new Relay(
            hub,
            client,
            place,
            RelayLimits.defaults(),
            metrics,
            election::leads,
            loop.values(),
            Clock.systemUTC());
    election.onNewLeader(made::leaderIs);
    return made;
  }

  private MetricsApi api(
      KubernetesClient client, MetricsApiSettings place, MeterRegistry meters, Runnable onChange) {
    MetricSource values = relay.<MetricSource>map(all -> all).orElse(loop.values());
    try {
      return new MetricsApi(
          client,
          place,
          new MetricsApi.Surroundings(
              hub.keyManager(),
              () -> hub.access().map(HubAccess::authorities),
              values,
              election::leads,
              onChange),
          new MetricsApiMetrics(meters),
          Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException("the metrics API can't be made", e);
    }
  }

  /**
   * Starts to serve the metrics API, and to look at what there is.
   *
   * @throws IOException if the address to listen on can't be had
   */
  void start() throws IOException, InterruptedException {
    if (api.isPresent()) {
      api.get().start();
    } else {
      LOG.info(apiState().message());
    }
    loop.start();
  }

  /** Which metrics API autoscalers can read. */
  MetricsApiState apiState() {
    return api.map(MetricsApi::state).orElseGet(() -> new MetricsApiState.Unavailable(whyNoApi));
  }

  /** The metrics API of this operator, if it serves one. */
  Optional<MetricsApi> api() {
    return api;
  }

  /** For how long deployments were not looked at that should have been. */
  Duration idle() {
    return loop.idle();
  }

  @Override
  public void close() {
    loop.close();
    api.ifPresent(MetricsApi::close);
    relay.ifPresent(Relay::close);
  }
}
