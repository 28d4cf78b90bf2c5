package dev.serval.quarkus.runtime.hub;

import dev.serval.core.app.ApplicationHost;
import dev.serval.core.app.HostLoad;
import dev.serval.core.discover.Discovery;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.hub.client.HubClient;
import dev.serval.hub.client.HubListener;
import dev.serval.hub.client.HubOptions;
import dev.serval.hub.client.HubStats;
import dev.serval.hub.client.ProcessLoad;
import dev.serval.quarkus.runtime.ServalRuntime;
import dev.serval.quarkus.runtime.StageCatalog;
import dev.serval.quarkus.runtime.http.IngressDoor;
import io.netty.channel.EventLoop;
import io.smallrye.config.SmallRyeConfig;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** This process as a replica that has a hub. */
public final class HubReplica implements HubListener, AutoCloseable {

  private final ApplicationHost host;
  private final String ingress;
  private final Discovery discovery;
  private final IngressDoor door;
  private final HostLoad load;
  private final LiveChanges changes;
  private final HubClient client;
  private volatile HubOptions options;
  private volatile boolean leaving;

  /**
   * Does nothing before {@link #start}.
   *
   * @param runtime that has started
   * @param process its configuration
   * @param discovery told which replicas there are
   * @param loop runs the connection; it stays the caller's
   */
  public HubReplica(
      ServalRuntime runtime,
      StageCatalog catalog,
      HubOptions options,
      SmallRyeConfig process,
      Discovery discovery,
      IngressDoor door,
      EventLoop loop) {
    this.host = runtime.host();
    this.ingress = runtime.hostsIngress() ? runtime.ingressDeployment() : "";
    this.options = options;
    this.discovery = discovery;
    this.door = door;
    this.load = new HostLoad(host);
    // A source that is not bound to the thread that asked for it.
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    this.client = new HubClient(() -> this.options, this, this::load, loop, host.time(), random);
    this.changes =
        new LiveChanges(runtime, catalog, process, door, this::followHub, client::report);
  }

  /** Begins to connect; returns at once. */
  public void start() {
    load.onChange(client::loadChanged);
    if (!ingress.isEmpty()) {
      door.slots().onBusyChange(client::loadChanged);
    }
    client.start();
  }

  /** What the connection has done. */
  public HubStats stats() {
    return client.stats();
  }

  /** The process is about to stop, which the hub is told. */
  public void leave() {
    leaving = true;
    client.loadChanged();
  }

  private ProcessLoad load() {
    Map<String, Integer> queued = new HashMap<>(load.queued());
    int ongoing = load.ongoing();
    if (!ingress.isEmpty()) {
      ongoing += door.slots().occupied();
      int waiting = door.slots().queued();
      if (waiting > 0) {
        queued.merge(ingress, waiting, Integer::sum);
      }
    }
    return new ProcessLoad(ongoing, queued, leaving || load.draining());
  }

  private void followHub(ChangedSettings changed) {
    changed
        .hub()
        .ifPresent(
            to -> {
              options = to;
              client.optionsChanged();
            });
  }

  @Override
  public void connected() {
    discovery.hubConnected();
  }

  @Override
  public void disconnected() {
    discovery.hubLost();
  }

  @Override
  public void endpoints(Map<String, Collection<ReplicaEndpoint>> changed) {
    String self = host.settings().replicaId();
    changed.getOrDefault(host.settings().hosted(), List.of()).stream()
        .filter(replica -> replica.id().equals(self) && !replica.zone().isEmpty())
        .forEach(replica -> host.inZone(replica.zone()));
    discovery.hubFound(changed);
  }

  @Override
  public void settings(String hash, Map<String, String> values) {
    changes.take(hash, values);
  }

  /** Ends the connection. */
  @Override
  public void close() {
    changes.close();
    client.close();
  }
}
