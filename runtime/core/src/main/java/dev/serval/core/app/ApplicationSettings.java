package dev.serval.core.app;

import dev.serval.core.wire.WireOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An application as one process sees it.
 *
 * @param name of the application
 * @param hosted the deployment that this process hosts, or empty to host all of them
 * @param replicaId the name of the replica that this process is, unique in its deployment
 * @param deployments all deployments of the application
 * @param endpoints where the replicas of deployments in other processes listen, as {@code
 *     host:port}
 * @param listen where this process listens for callers of the deployment it hosts
 * @param localCodec whether calls inside the process pass through the codec
 * @param localWire whether calls inside the process go over connections to itself, on loopback
 * @param sendStackTraces whether callers in other processes are sent stack traces
 * @param maxBodyBytes the largest arguments and results on the wire, see {@link WireOptions}
 * @param busyPoll how long an event loop looks for the next event before it sleeps, see {@link
 *     WireOptions}
 * @param cpus threads for {@code @CpuBound} methods, at least 1
 * @param node the machine of this process, or empty
 * @param zone the availability zone of this process, or empty
 * @param shutdownTimeout how long calls under way may take when the process stops
 */
public record ApplicationSettings(
    String name,
    String hosted,
    String replicaId,
    List<DeploymentSettings> deployments,
    Map<String, List<String>> endpoints,
    InetSocketAddress listen,
    boolean localCodec,
    boolean localWire,
    boolean sendStackTraces,
    int maxBodyBytes,
    Duration busyPoll,
    int cpus,
    String node,
    String zone,
    Duration shutdownTimeout) {

  /** The default of {@link #shutdownTimeout}. */
  public static final Duration DEFAULT_SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

  /** Copies what could change. */
  public ApplicationSettings {
    deployments = List.copyOf(deployments);
    endpoints = Map.copyOf(endpoints);
  }

  /** All deployments in this process, and everything else as it is unless it is set. */
  public static ApplicationSettings local(String name, List<DeploymentSettings> deployments) {
    return new ApplicationSettings(
        name,
        "",
        "local",
        deployments,
        Map.of(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        false,
        false,
        false,
        WireOptions.DEFAULT_MAX_BODY_BYTES,
        Duration.ZERO,
        1,
        "",
        "",
        DEFAULT_SHUTDOWN_TIMEOUT);
  }

  /** The same, but with one deployment here and the others at {@code endpoints}. */
  public ApplicationSettings hosting(
      String deployment,
      String replica,
      Map<String, List<String>> endpoints,
      InetSocketAddress listen) {
    return new ApplicationSettings(
        name,
        deployment,
        replica,
        deployments,
        endpoints,
        listen,
        localCodec,
        localWire,
        sendStackTraces,
        maxBodyBytes,
        busyPoll,
        cpus,
        node,
        zone,
        shutdownTimeout);
  }

  /** Whether all deployments run in this process. */
  public boolean local() {
    return hosted.isEmpty();
  }

  /** Whether this process hosts {@code deployment}. */
  public boolean hosts(String deployment) {
    return local() || hosted.equals(deployment);
  }
}
