package dev.serval.operator.hub;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.WriteCounter;
import dev.serval.operator.plan.HubAccess;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The hub under test, in this JVM, with the rights that the operator has in a cluster. */
final class RunningHub implements AutoCloseable {

  static final HubAddress ADDRESS =
      HubAddress.parse("serval-hub.serval-system.svc.cluster.local:9443");

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final WriteCounter writes = new WriteCounter();
  private final AtomicBoolean leads = new AtomicBoolean();
  private final String host;
  private final HubMetrics metrics;
  private final KubernetesClient client;
  private final Hub hub;
  private volatile Runnable onAccess = () -> {};

  /** Starts a hub for {@code namespace}. */
  RunningHub(ApiServer server, String namespace) throws IOException, InterruptedException {
    this(server, namespace, HubLimits.defaults(), Clock.systemUTC());
  }

  RunningHub(ApiServer server, String namespace, HubLimits limits, Clock clock)
      throws IOException, InterruptedException {
    this(server, namespace, limits, clock, "127.0.0.1", 0);
  }

  /** Starts one that listens where it is told. */
  RunningHub(
      ApiServer server, String namespace, HubLimits limits, Clock clock, String host, int port)
      throws IOException, InterruptedException {
    this.host = host;
    metrics = new HubMetrics(meters);
    client =
        new KubernetesClientBuilder()
            .withConfig(server.operatorConfig())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("writes", writes))
            .build();
    hub =
        new Hub(
            client,
            new HubSettings(
                host,
                port,
                ADDRESS,
                ApiServer.OPERATOR_NAMESPACE,
                Optional.of("serval-operator"),
                Set.of(namespace),
                limits),
            metrics,
            clock,
            leads::get,
            () -> onAccess.run());
    hub.start();
  }

  Hub hub() {
    return hub;
  }

  HubAccess access() {
    return hub.access().orElseThrow();
  }

  /** A replica that can dial this hub. */
  TestReplica replica() throws IOException {
    return new TestReplica(access(), host, hub.port());
  }

  KubernetesClient client() {
    return client;
  }

  HubMetrics metrics() {
    return metrics;
  }

  boolean leads() {
    return leads.get();
  }

  void onAccess(Runnable action) {
    onAccess = action;
  }

  /** From now on its operator is the one that leads. */
  void lead() {
    lead(true);
  }

  void lead(boolean now) {
    leads.set(now);
  }

  WriteCounter writes() {
    return writes;
  }

  /** Whether a write shows a token to the API server. */
  static boolean isReview(String write) {
    return write.endsWith("/tokenreviews");
  }

  /** The value of a counter or gauge. */
  double metric(String name, String... labels) {
    return meters
        .get("serval.hub." + name)
        .tags(labels)
        .meter()
        .measure()
        .iterator()
        .next()
        .getValue();
  }

  @Override
  public void close() {
    hub.close();
    client.close();
  }
}
