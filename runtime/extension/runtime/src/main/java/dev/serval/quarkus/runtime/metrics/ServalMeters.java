package dev.serval.quarkus.runtime.metrics;

import dev.serval.core.stage.ReplicaObserver;
import dev.serval.hub.client.HubStats;
import dev.serval.quarkus.runtime.ReplicaObservers;
import dev.serval.quarkus.runtime.ServalLifecycle;
import dev.serval.quarkus.runtime.ServalRuntime;
import dev.serval.quarkus.runtime.config.ServalConfig;
import dev.serval.quarkus.runtime.http.EndpointObserver;
import dev.serval.quarkus.runtime.http.IngressDoor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of this process; none if it has no meter registry. */
@Singleton
public class ServalMeters implements ReplicaObservers, EndpointObserver.Factory {

  private final MeterRegistry registry;
  private final String application;
  private final Map<String, DeploymentMeters> deployments = new ConcurrentHashMap<>();

  /** Set before the process listens for HTTP. */
  private volatile String ingress = "";

  ServalMeters(Instance<MeterRegistry> registries, ServalConfig config) {
    this.registry = registries.isResolvable() ? registries.get() : null;
    this.application = config.application();
  }

  /** Meters of what exists only now that the engine has started. */
  void start(
      @Observes StartupEvent event,
      ServalRuntime runtime,
      IngressDoor door,
      ServalLifecycle lifecycle) {
    ingress = runtime.ingressDeployment();
    if (registry == null) {
      return;
    }
    runtime
        .host()
        .routers()
        .forEach((name, router) -> HandleMeters.register(registry, tags(name), router));
    runtime
        .host()
        .replicas()
        .forEach(
            (name, replicas) ->
                ReplicaMeters.register(
                    registry,
                    tags(name),
                    replicas,
                    name.equals(ingress) ? door.slots()::occupied : () -> 0));
    HubStats hub = lifecycle.hubStats();
    if (hub != null) {
      HubMeters.register(registry, tags(runtime.host().settings().hosted()), hub);
    }
    if (runtime.hostsIngress()) {
      IngressMeters.register(registry, tags(ingress), door.slots());
    }
  }

  @Override
  public ReplicaObserver forDeployment(String deployment) {
    return registry == null
        ? ReplicaObserver.NONE
        : deployments.computeIfAbsent(
            deployment, name -> new DeploymentMeters(registry, tags(name)));
  }

  @Override
  public EndpointObserver of(String method, String route) {
    return registry == null
        ? EndpointObserver.NONE
        : new IngressMeters(
            registry, () -> tags(ingress).and(MeterNames.METHOD, method, MeterNames.ROUTE, route));
  }

  private Tags tags(String deployment) {
    return Tags.of(MeterNames.APPLICATION, application, MeterNames.DEPLOYMENT, deployment);
  }
}
