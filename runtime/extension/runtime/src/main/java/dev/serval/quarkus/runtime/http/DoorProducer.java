package dev.serval.quarkus.runtime.http;

import dev.serval.core.app.ApplicationSettings;
import dev.serval.core.app.DeploymentSettings;
import dev.serval.quarkus.runtime.ServalRuntime;
import dev.serval.quarkus.runtime.config.IngressSettings;
import dev.serval.quarkus.runtime.config.ServalConfig;
import dev.serval.quarkus.runtime.config.SettingsReader;
import io.quarkus.arc.All;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes the door of this process from its settings. */
@Singleton
public class DoorProducer {

  @Produces
  @Singleton
  IngressDoor door(
      ServalRuntime runtime,
      ServalConfig config,
      VertxHttpConfig http,
      @All List<EndpointObserver.Factory> observers) {
    IngressSettings ingress = new SettingsReader(config).ingress();
    ApplicationSettings application = runtime.host().settings();
    boolean withoutIngress = runtime.ingressDeployment().isEmpty();
    DeploymentSettings deployment = runtime.host().deployment(runtime.ingressDeployment());
    int instances = deployment == null || !application.local() ? 1 : deployment.replicas();
    DoorSettings settings =
        new DoorSettings(
            application.name(),
            runtime.ingressDeployment(),
            application.hosted(),
            runtime.hostsIngress() || withoutIngress && application.local(),
            ingress.routePrefix(),
            ingress.requestTimeout().toNanos(),
            deployment == null
                ? Integer.MAX_VALUE
                : Math.multiplyExact(deployment.maxOngoingRequests(), instances),
            deployment == null ? Slots.UNBOUNDED : deployment.maxQueuedRequests(),
            http.limits().maxBodySize().map(MemorySize::asLongValue).orElse(Long.MAX_VALUE));
    return new IngressDoor(
        settings,
        runtime.host().time(),
        observers.isEmpty() ? (method, route) -> EndpointObserver.NONE : observers.getFirst());
  }
}
