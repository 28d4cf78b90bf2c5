package dev.serval.quarkus.runtime;

import dev.serval.core.app.ApplicationHost;
import dev.serval.core.app.ApplicationSettings;
import dev.serval.core.app.ReplicaInterceptor;
import dev.serval.core.app.StageStartException;
import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.ForyCodec;
import dev.serval.core.codec.SmileCodec;
import dev.serval.core.codec.TypeTable;
import dev.serval.core.discover.Discovery;
import dev.serval.core.discover.DnsLookup;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.time.SystemTime;
import dev.serval.core.time.TimeSource;
import dev.serval.hub.client.HubOptions;
import dev.serval.hub.client.HubStats;
import dev.serval.quarkus.runtime.config.ServalConfig;
import dev.serval.quarkus.runtime.config.SettingsReader;
import dev.serval.quarkus.runtime.http.IngressDoor;
import dev.serval.quarkus.runtime.hub.HubReplica;
import io.netty.channel.EventLoopGroup;
import io.quarkus.arc.All;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Makes the engine, starts it when the other services of the application have started and before it
 * listens for HTTP, and closes it when the application stops.
 */
@Singleton
public class ServalLifecycle {

  private static final Logger LOG = Logger.getLogger(ServalLifecycle.class);

  private ApplicationHost started;
  private Discovery discovery;
  private HubReplica hub;

  /**
   * The engine, not started: handles can be made, and their calls wait for replicas.
   *
   * @param times a clock in place of the machine's, at most one
   * @param observers of the replicas, at most one
   * @param interceptors of the replicas, at most one
   * @throws IllegalArgumentException if a setting is wrong; the message names it
   */
  @Produces
  @Singleton
  ServalRuntime runtime(
      StageCatalog catalog,
      ServalConfig config,
      @MainEventLoopGroup EventLoopGroup loops,
      @All List<TimeSource> times,
      @All List<ReplicaObservers> observers,
      @All List<ReplicaInterceptor> interceptors) {
    ApplicationSettings settings = new SettingsReader(config).read(catalog);
    CodecLimits limits = CodecLimits.DEFAULT.withMaxBodyBytes(settings.maxBodyBytes());
    ForyCodec fory = new ForyCodec(TypeTable.of(catalog.carriedTypes()), limits);
    if (!settings.local() || settings.localCodec() || settings.localWire()) {
      fory.prepare();
    }
    Function<String, ReplicaObserver> observer =
        observers.isEmpty()
            ? deployment -> ReplicaObserver.NONE
            : observers.getFirst()::forDeployment;
    ApplicationHost host =
        new ApplicationHost(
            settings,
            catalog.stages(),
            List.of(fory, new SmileCodec(limits)),
            times.isEmpty() ? new SystemTime(loops) : times.getFirst(),
            loops,
            observer,
            interceptors.isEmpty() ? ReplicaInterceptor.NONE : interceptors.getFirst());
    return new ServalRuntime(host, SettingsReader.ingressDeployment(catalog, settings));
  }

  void start(
      @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event,
      ServalRuntime runtime,
      StageCatalog catalog,
      ServalConfig config,
      IngressDoor door,
      @MainEventLoopGroup EventLoopGroup loops) {
    try {
      runtime.host().start();
      started = runtime.host();
      tellWhatRuns(started);
      SettingsReader reader = new SettingsReader(config);
      discover(started, reader, loops);
      if (!started.settings().local()) {
        reader.hub().ifPresent(options -> connect(runtime, catalog, options, door, loops));
      }
    } catch (StageStartException failure) {
      if (LaunchMode.current() != LaunchMode.NORMAL) {
        throw failure;
      }
      LOG.debug("The application does not start", failure);
      // Quarkus prints the message of this exception alone; of most others it prints the stack
      // trace.
      throw new ConfigurationException(failure.getMessage());
    }
  }

  private static void tellWhatRuns(ApplicationHost host) {
    ApplicationSettings settings = host.settings();
    if (settings.deployments().isEmpty()) {
      return;
    }
    if (settings.local()) {
      LOG.infof(
          "Application %s: all deployments run in this process: %s",
          settings.name(),
          settings.deployments().stream()
              .map(deployment -> deployment.name() + " (" + deployment.replicas() + ')')
              .sorted()
              .collect(Collectors.joining(", ")));
    } else {
      LOG.infof(
          "Application %s, deployment %s: replica %s of stage %s takes calls on port %d",
          settings.name(),
          settings.hosted(),
          settings.replicaId(),
          host.deployment(settings.hosted()).stage(),
          host.listening().getPort());
    }
  }

  private void discover(ApplicationHost host, SettingsReader reader, EventLoopGroup loops) {
    Map<String, String> names = new HashMap<>(reader.hostNames(host.routers().keySet()));
    names.keySet().removeIf(host.settings()::hosts);
    Set<String> deployments = new HashSet<>(host.routers().keySet());
    deployments.removeIf(host.settings()::hosts);
    deployments.removeAll(host.settings().endpoints().keySet());
    discovery =
        new Discovery(
            deployments,
            names,
            () -> new DnsLookup(loops),
            reader.hostNamePeriod(),
            host.time(),
            host::updateEndpoints);
    discovery.start();
  }

  private void connect(
      ServalRuntime runtime,
      StageCatalog catalog,
      HubOptions options,
      IngressDoor door,
      EventLoopGroup loops) {
    SmallRyeConfig config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    hub = new HubReplica(runtime, catalog, options, config, discovery, door, loops.next());
    hub.start();
  }

  /** What the connection to the hub has done, or {@code null} if there is no hub. */
  public HubStats hubStats() {
    return hub == null ? null : hub.stats();
  }

  /** The process is about to stop, which the hub is to know. */
  public void leave() {
    if (hub != null) {
      hub.leave();
    }
  }

  /**
   * Takes no new calls from other processes, and waits until those under way have ended, for at
   * most the time that the settings give them.
   */
  void drain() {
    if (started == null) {
      return;
    }
    Duration timeout = started.settings().shutdownTimeout();
    try {
      started.drain().toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      LOG.warnf("%d calls did not end within %s and are cancelled", started.ongoing(), timeout);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("Draining does not fail", impossible);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (hub != null) {
      hub.close();
      hub = null;
    }
    if (discovery != null) {
      discovery.close();
      discovery = null;
    }
    if (started != null) {
      // Calls under way have had their time in drain().
      started.close(Duration.ZERO);
      started = null;
    }
  }
}
