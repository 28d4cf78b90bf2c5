package dev.serval.operator.metricsapi;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.FreePorts;
import dev.serval.operator.cluster.WriteCounter;
import dev.serval.operator.hub.certificate.CertificateRules;
import dev.serval.operator.hub.certificate.CertificateSecret;
import dev.serval.operator.hub.certificate.CertificateSet;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics API under test, in this JVM, with the rights that the operator has in a cluster. */
final class RunningMetricsApi implements AutoCloseable {

  static final String SERVICE = "metrics-api-test";
  static final String ADDRESS = "127.0.0.1";

  private final AtomicInteger changes = new AtomicInteger();
  private static final List<String> NAMES =
      List.of(ADDRESS, SERVICE + '.' + ApiServer.OPERATOR_NAMESPACE + ".svc");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WriteCounter writes = new WriteCounter();
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final AtomicLong looks = new AtomicLong();
  private final Map<String, List<ServedValue>> values = new ConcurrentHashMap<>();
  private final AtomicBoolean leads = new AtomicBoolean();
  private final MetricSource source;
  private final KubernetesClient client;
  private final MetricsApi api;
  private volatile CertificateSet certificates;

  /** Starts one that doesn't lead. */
  RunningMetricsApi(ApiServer server, MetricsApiLimits limits)
      throws IOException, InterruptedException {
    this(server, limits, FreePorts.next(), Optional.empty());
  }

  RunningMetricsApi(ApiServer server, MetricsApiLimits limits, int port, Optional<String> owner)
      throws IOException, InterruptedException {
    this(server, limits, port, owner, Optional.empty());
  }

  /** Starts one that serves what others know. */
  RunningMetricsApi(ApiServer server, MetricSource source)
      throws IOException, InterruptedException {
    this(
        server,
        MetricsApiLimits.defaults(),
        FreePorts.next(),
        Optional.empty(),
        Optional.of(source));
  }

  private RunningMetricsApi(
      ApiServer server,
      MetricsApiLimits limits,
      int port,
      Optional<String> owner,
      Optional<MetricSource> others)
      throws IOException, InterruptedException {
    source = others.orElse(namespace -> values.getOrDefault(namespace, List.of()));
    renewCertificates();
    client =
        new KubernetesClientBuilder()
            .withConfig(server.operatorConfig())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("writes", writes))
            .build();
    api =
        new MetricsApi(
            client,
            new MetricsApiSettings(
                ADDRESS,
                port,
                ApiServer.OPERATOR_NAMESPACE,
                SERVICE,
                port,
                owner,
                Duration.ofSeconds(1),
                limits),
            new MetricsApi.Surroundings(
                keys,
                () -> {
                  looks.incrementAndGet();
                  return Optional.of(authorities());
                },
                source,
                leads::get,
                changes::incrementAndGet),
            new MetricsApiMetrics(meters),
            Clock.systemUTC());
    api.start();
  }

  /** A name that leads here: nothing routes to addresses of Services and endpoints. */
  static void leadHere(KubernetesClient admin) {
    admin
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(ApiServer.OPERATOR_NAMESPACE)
                .withName(SERVICE)
                .endMetadata()
                .withNewSpec()
                .withType("ExternalName")
                .withExternalName("localhost")
                .endSpec()
                .build())
        .serverSideApply();
  }

  /** From now on another authority has signed another certificate. */
  void renewCertificates() {
    certificates = CertificateRules.first(NAMES, Instant.now());
    keys.updateIdentityCredentials(
        new X509Certificate[] {certificates.server()}, certificates.serverKey());
  }

  String authorities() {
    return CertificateSecret.pem(certificates.authorities());
  }

  List<X509Certificate> authorityCertificates() {
    return certificates.authorities();
  }

  void serve(String namespace, ServedValue... served) {
    values.put(namespace, List.of(served));
  }

  void lead() {
    leads.set(true);
  }

  MetricsApi api() {
    return api;
  }

  WriteCounter writes() {
    return writes;
  }

  /** How often it began to look who serves what. */
  long looks() {
    return looks.get();
  }

  /** How often the API server was asked who may. */
  long reviews() {
    return writes.writes().stream().filter(write -> write.contains("subjectaccessreviews")).count();
  }

  double metric(String name, String... labels) {
    return meters
        .get("serval.metrics.api." + name)
        .tags(labels)
        .meter()
        .measure()
        .iterator()
        .next()
        .getValue();
  }

  @Override
  public void close() {
    api.close();
    client.close();
  }
}
