package dev.serval.operator.hub;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.FakePods;
import dev.serval.operator.cluster.PodTokens;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.DeploymentLoad;
import dev.serval.operator.hub.identity.ServiceAccountId;
import dev.serval.operator.metricsapi.DecidedValues;
import dev.serval.operator.metricsapi.ServedValue;
import dev.serval.operator.relay.Relay;
import dev.serval.operator.relay.RelayLimits;
import dev.serval.operator.relay.RelaySettings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One of several operators: a pod with an address of this machine, its hub and its relay. */
final class RunningPeer implements AutoCloseable {

  static final String ACCOUNT = "serval-operator";

  private final KubernetesClient admin;
  private final Pod pod;
  private final RunningHub hub;
  private final Relay relay;
  private final Path token;
  private final Map<String, List<ServedValue>> decided = new ConcurrentHashMap<>();

  RunningPeer(
      ApiServer server,
      String namespace,
      String name,
      String ip,
      int port,
      RelayLimits limits,
      Path folder)
      throws IOException, InterruptedException {
    admin = server.admin();
    pod = FakePods.running(admin, ApiServer.OPERATOR_NAMESPACE, name, ACCOUNT, ip);
    hub = new RunningHub(server, namespace, HubLimits.defaults(), Clock.systemUTC(), ip, port);
    token = folder.resolve(name + ".token");
    showToken(new PodTokens(admin).of(pod));
    relay =
        new Relay(
            hub.hub(),
            hub.client(),
            new RelaySettings(
                name, new ServiceAccountId(ApiServer.OPERATOR_NAMESPACE, ACCOUNT), token),
            limits,
            hub.metrics(),
            hub::leads,
            values(),
            Clock.systemUTC());
  }

  private DecidedValues values() {
    return new DecidedValues() {
      @Override
      public List<ServedValue> values(String namespace) {
        return decided.getOrDefault(namespace, List.of());
      }

      @Override
      public Map<String, List<ServedValue>> all() {
        return decided;
      }
    };
  }

  /** From now on the file has this token. */
  void showToken(String content) throws IOException {
    Files.writeString(token, content);
  }

  String name() {
    return pod.getMetadata().getName();
  }

  Pod pod() {
    return pod;
  }

  RunningHub hub() {
    return hub;
  }

  Relay relay() {
    return relay;
  }

  /** What it serves if it leads. */
  Map<String, List<ServedValue>> decided() {
    return decided;
  }

  /** What it knows of a deployment. */
  Optional<DeploymentLoad> load(ApplicationId application, String deployment) {
    return hub.hub().load().load(application, deployment, Clock.systemUTC().instant());
  }

  /** What runs of a deployment as far as it knows; -1 if nothing is known. */
  long ongoing(ApplicationId application, String deployment) {
    return load(application, deployment).map(DeploymentLoad::ongoing).orElse(-1L);
  }

  @Override
  public void close() {
    relay.close();
    hub.close();
    admin.resource(pod).withGracePeriod(0).delete();
  }
}
