package dev.serval.core.app;

import dev.serval.core.codec.Codec;
import dev.serval.core.handle.DeploymentClient;
import dev.serval.core.handle.HandleContract;
import dev.serval.core.local.LocalLink;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.route.ReplicaLink;
import dev.serval.core.route.Router;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageExecutors;
import dev.serval.core.stage.StageReplica;
import dev.serval.core.time.TimeSource;
import dev.serval.core.wire.WireClient;
import dev.serval.core.wire.WireOptions;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The engine of one process: hosts the replicas that belong here and gives handles to every
 * deployment of the application. All deployments in one process, or one: nothing else differs.
 */
public final class ApplicationHost implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ApplicationHost.class);

  private final ApplicationSettings settings;
  private final Map<String, StageBinding> stages;
  private final List<Codec> codecs;
  private final TimeSource time;
  private final StageExecutors executors;
  private final ReplicaStarter starter;
  private final LiveSettings live;
  private final Map<String, Router> routers = new LinkedHashMap<>();
  private final Map<String, List<HostedReplica>> replicas = new LinkedHashMap<>();
  private final DeploymentClients clients;
  private final Listeners listeners;
  private InetSocketAddress listening;
  private IdleWatch idleWatch;

  /**
   * An application that has not started.
   *
   * @param stages by name: those of the deployments that belong here, and of others those that
   *     there are
   * @param codecs best first
   * @param loops run the connections; they stay the caller's
   * @param observers of the replicas, by deployment
   * @throws IllegalArgumentException if a deployment that belongs here names a stage, or any
   *     deployment a handle target, that does not exist; the message names it and what there is
   */
  public ApplicationHost(
      ApplicationSettings settings,
      Map<String, StageBinding> stages,
      List<Codec> codecs,
      TimeSource time,
      EventLoopGroup loops,
      Function<String, ReplicaObserver> observers) {
    this(settings, stages, codecs, time, loops, observers, ReplicaInterceptor.NONE);
  }

  /**
   * An application that has not started, with something between its replicas and their stages.
   *
   * @param interceptor stands between each replica and its stage
   * @throws IllegalArgumentException as the other constructor
   */
  public ApplicationHost(
      ApplicationSettings settings,
      Map<String, StageBinding> stages,
      List<Codec> codecs,
      TimeSource time,
      EventLoopGroup loops,
      Function<String, ReplicaObserver> observers,
      ReplicaInterceptor interceptor) {
    this.settings = settings;
    this.stages = Map.copyOf(stages);
    this.codecs = List.copyOf(codecs);
    this.time = time;
    this.executors = new StageExecutors(settings.cpus());
    this.starter =
        new ReplicaStarter(executors, time, interceptor, observers, settings.sendStackTraces());
    WireOptions wire =
        new WireOptions(
            settings.name(),
            settings.local()
                ? settings.replicaId()
                : settings.hosted() + "/" + settings.replicaId(),
            ThreadLocalRandom.current().nextLong(),
            codecs,
            settings.maxBodyBytes(),
            WireOptions.DEFAULT_KEEP_ALIVE,
            settings.busyPoll());
    this.listeners = new Listeners(loops, wire);
    Map<String, DeploymentSettings> deployments =
        new DeploymentTable(settings, this.stages.keySet()).byName();
    this.live = new LiveSettings(deployments, routers, settings.node(), settings.zone());
    this.clients = new DeploymentClients(routers, live, this::stageOf);
    WireClient client = new WireClient(loops, wire, time);
    for (DeploymentSettings deployment : deployments.values()) {
      String name = deployment.name();
      boolean direct = settings.hosts(name) && !usesLoopback();
      ReplicaLink.Factory links = direct ? localLinks(name) : client.linksTo(name);
      routers.put(name, new Router(name, live.routerOptions(deployment), time, links));
    }
  }

  /**
   * Makes the replicas that belong here, connects to the others and begins to listen.
   *
   * @throws StageStartException if a stage cannot be made; what was made before it is destroyed
   * @throws IllegalStateException if the address to listen on cannot be used
   */
  public void start() {
    try {
      for (DeploymentSettings deployment : settings.deployments()) {
        if (settings.hosts(deployment.name())) {
          live.started(deployment.name(), startReplicas(deployment));
        }
      }
      if (!settings.local()) {
        StageReplica replica = replicas.get(settings.hosted()).getFirst().replica();
        listening = listeners.listen(replica, settings.listen());
      } else if (usesLoopback()) {
        replicas.values().forEach(hosted -> hosted.forEach(listeners::listenOnLoopback));
      }
    } catch (RuntimeException failure) {
      close(Duration.ZERO);
      throw failure;
    }
    routers.forEach((name, router) -> router.update(endpointsOf(name)));
  }

  private boolean usesLoopback() {
    return settings.local() && settings.localWire();
  }

  private List<HostedReplica> startReplicas(DeploymentSettings deployment) {
    List<HostedReplica> started = new ArrayList<>();
    replicas.put(deployment.name(), started);
    int count = settings.local() ? deployment.replicas() : 1;
    for (int i = 0; i < count; i++) {
      String id = settings.local() ? deployment.name() + "-" + i : settings.replicaId();
      started.add(starter.start(deployment, stages.get(deployment.stage()), id));
    }
    return started;
  }

  private ReplicaLink.Factory localLinks(String deployment) {
    return (endpoint, listener) -> {
      StageReplica replica = localReplica(deployment, endpoint.id());
      Codec codec = settings.localCodec() ? codecs.getFirst() : null;
      LocalLink link = new LocalLink(replica, listener, codec);
      link.open();
      return link;
    };
  }

  private StageReplica localReplica(String deployment, String id) {
    for (HostedReplica hosted : replicas.get(deployment)) {
      if (hosted.replica().id().equals(id)) {
        return hosted.replica();
      }
    }
    throw new IllegalStateException(deployment + " has no replica " + id + " in this process");
  }

  private List<ReplicaEndpoint> endpointsOf(String deployment) {
    List<ReplicaEndpoint> endpoints = new ArrayList<>();
    if (settings.hosts(deployment)) {
      for (HostedReplica hosted : replicas.get(deployment)) {
        String id = hosted.replica().id();
        String address = listeners.loopbackAddress(id);
        endpoints.add(new ReplicaEndpoint(id, address, settings.node(), settings.zone()));
      }
    } else {
      for (String address : settings.endpoints().getOrDefault(deployment, List.of())) {
        endpoints.add(ReplicaEndpoint.at(address));
      }
    }
    return endpoints;
  }

  /** Replaces the replicas of a deployment that are known to the callers in this process. */
  public void updateEndpoints(String deployment, Collection<ReplicaEndpoint> endpoints) {
    routers.get(deployment).update(endpoints);
  }

  /** The settings that this host was made with. */
  public ApplicationSettings settings() {
    return settings;
  }

  /**
   * The settings of a deployment as they are in force now, but for the user configuration, which is
   * that of the start; {@code null} if there is no such deployment.
   */
  public DeploymentSettings deployment(String name) {
    return live.of(name);
  }

  /**
   * Applies changed settings to what runs: limits, batching and routing at once, a user
   * configuration on a thread of its own, since stages may take long. Nothing is restarted and no
   * call fails of it. What is read at start alone is left as it is, and so is what the application
   * does not have; a deployment that is missing stays as it is. A user configuration that a stage
   * refuses leaves all replicas here with the one before.
   *
   * @param changed the settings of all deployments
   * @return completes when the stages have taken their configurations or refused them; on the
   *     thread that told them
   */
  public CompletionStage<SettingsOutcome> reconfigure(Collection<DeploymentSettings> changed) {
    return live.reconfigure(changed);
  }

  /** The zone that this process is in is known now; the settings of its own come first. */
  public void inZone(String zone) {
    if (settings.zone().isEmpty()) {
      live.inZone(zone);
    }
  }

  /**
   * The stage that {@code deployment} hosts, or {@code null} if it is not among the stages that
   * this host was made with.
   */
  public StageDescriptor stageOf(String deployment) {
    StageBinding stage = stages.get(live.of(deployment).stage());
    return stage == null ? null : stage.descriptor();
  }

  /** The replicas in this process, by deployment. */
  public Map<String, List<HostedReplica>> replicas() {
    return replicas;
  }

  /** The routers, by deployment. */
  public Map<String, Router> routers() {
    return routers;
  }

  /** Where this process listens for callers, or {@code null} if it does not. */
  public InetSocketAddress listening() {
    return listening;
  }

  /**
   * A client to the deployment that {@code logicalName} means for {@code caller}.
   *
   * @param caller the calling deployment, or {@code null} for code that belongs to none
   * @throws IllegalArgumentException if there is no such deployment, the message lists those there
   *     are; or if its stage is not known here
   */
  public DeploymentClient client(String caller, String logicalName) {
    return clients.of(caller, logicalName);
  }

  /**
   * A client to the deployment that {@code logicalName} means for {@code caller}, through a typed
   * handle. Its stage may be one that is not known here.
   *
   * @param caller the calling deployment, or {@code null} for code that belongs to none
   * @param contract what the handle can call; asked for if the stage is not known here
   * @throws IllegalArgumentException if there is no such deployment; the message lists those there
   *     are
   */
  public DeploymentClient client(
      String caller, String logicalName, Supplier<HandleContract> contract) {
    return clients.of(caller, logicalName, contract);
  }

  /** The deployments that there are clients of. */
  public Set<String> called() {
    return clients.called();
  }

  /** The clock that everything here follows. */
  public TimeSource time() {
    return time;
  }

  /**
   * This process is about to end: its calls don't wait any more for replicas that may never come.
   */
  public void leave() {
    routers.values().forEach(Router::leave);
  }

  /**
   * Takes no new calls from other processes and tells the callers. Calls under way go on, and so do
   * those that code in this process makes.
   *
   * @return completes when no call runs here any more and every outcome is on its way, perhaps at
   *     once; on the thread that ended the last call, which must not be blocked
   */
  public CompletionStage<Void> drain() {
    listeners.drain();
    return idleWatch().idle();
  }

  private synchronized IdleWatch idleWatch() {
    if (idleWatch == null) {
      idleWatch =
          new IdleWatch(
              replicas.values().stream()
                  .flatMap(List::stream)
                  .map(HostedReplica::replica)
                  .toList());
    }
    return idleWatch;
  }

  /** Calls that run in this process. */
  public int ongoing() {
    int sum = 0;
    for (List<HostedReplica> hosted : replicas.values()) {
      for (HostedReplica replica : hosted) {
        sum += replica.replica().admission().ongoing();
      }
    }
    return sum;
  }

  /** Ends everything; calls under way have the time that the settings give them. */
  @Override
  public void close() {
    close(settings.shutdownTimeout());
  }

  /**
   * Ends everything. First takes no new calls: calls that belong to no request under way fail with
   * {@link dev.serval.api.error.DeploymentUnavailableException}, those that wait as well as those
   * to come. Then waits until the calls that run have ended. Those that have not in time, and what
   * waits on their behalf, fail with that error too, and their threads are interrupted. At last
   * connections close and instances are destroyed.
   *
   * <p>Waits on the calling thread, which must not be an event loop.
   *
   * @param drainTimeout how long calls that run may take, by the clock of this host; zero not to
   *     wait for any
   */
  public void close(Duration drainTimeout) {
    drain();
    routers.values().forEach(Router::refuseOutsiders);
    if (drainTimeout.isPositive() && !idleWatch().await(drainTimeout, time)) {
      LOG.warnf("%d calls did not end within %s and are cancelled", ongoing(), drainTimeout);
    }
    listeners.close();
    routers.values().forEach(Router::close);
    live.close();
    replicas.values().forEach(hosted -> hosted.forEach(ReplicaStarter::stop));
    replicas.clear();
    executors.close();
  }
}
