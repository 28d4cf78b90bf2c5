package dev.serval.operator.process;

import static java.util.Map.entry;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.FreePorts;
import dev.serval.operator.cluster.PodTokens;
import dev.serval.operator.hub.TestReplica;
import dev.serval.operator.plan.HubAccess;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged operator as a process of its own, with the shipped roles. */
final class OperatorProcess implements AutoCloseable {

  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

  /** That doesn't exist: who serves the metrics API is registered, and asked directly. */
  static final String METRICS_API_SERVICE = "metrics-api-of-process";

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final String name;
  private final int port;
  private final String hubHost;
  private final int hubPort;
  private final int metricsApiPort;
  private final Process process;

  /**
   * Starts a process that stands for a pod.
   *
   * @param pod whose name it has
   * @param hubHost the address that its hub listens on, of this machine
   * @param hubPort that it listens on
   */
  OperatorProcess(ApiServer server, Pod pod, String hubHost, int hubPort, Path folder)
      throws IOException {
    this.name = pod.getMetadata().getName();
    this.port = FreePorts.next();
    this.metricsApiPort = FreePorts.next();
    this.hubHost = hubHost;
    this.hubPort = hubPort;
    Path token = folder.resolve(name + ".token");
    Files.writeString(token, new PodTokens(server.admin()).of(pod));
    Path kubeconfig = folder.resolve(name + ".kubeconfig");
    Files.writeString(kubeconfig, kubeconfig(server.operatorConfig()));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder
        .environment()
        .putAll(
            Map.ofEntries(
                entry("KUBECONFIG", kubeconfig.toString()),
                entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
                entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
                entry("SERVAL_OPERATOR_POD_NAME", name),
                entry("SERVAL_OPERATOR_NAMESPACE", ApiServer.OPERATOR_NAMESPACE),
                entry("SERVAL_OPERATOR_SERVICE_ACCOUNT", pod.getSpec().getServiceAccountName()),
                entry("SERVAL_OPERATOR_HUB_HOST", hubHost),
                entry("SERVAL_OPERATOR_HUB_PORT", Integer.toString(hubPort)),
                entry("SERVAL_OPERATOR_HUB_ADDRESS", "localhost:" + hubPort),
                entry("SERVAL_OPERATOR_HUB_TOKEN_FILE", token.toString()),
                entry("SERVAL_OPERATOR_METRICS_API_HOST", "127.0.0.1"),
                entry("SERVAL_OPERATOR_METRICS_API_PORT", Integer.toString(metricsApiPort)),
                entry("SERVAL_OPERATOR_METRICS_API_SERVICE", METRICS_API_SERVICE)));
    this.process = builder.start();
  }

  String name() {
    return name;
  }

  boolean isHealthy() {
    return get("/q/health/ready").statusCode() == 200;
  }

  /** A replica that dials its hub by the name that pods are told. */
  TestReplica replica(String authorities) throws IOException {
    return new TestReplica(new HubAccess("localhost:" + hubPort, authorities), hubHost, hubPort);
  }

  /** Where its metrics API listens. */
  int metricsApiPort() {
    return metricsApiPort;
  }

  String metrics() {
    return get("/q/metrics").body();
  }

  /** Asks the process to end, as the kubelet does, and waits. */
  boolean terminate(Duration limit) throws InterruptedException {
    process.destroy();
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(5))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(name + " does not answer yet", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String kubeconfig(Config config) {
    return Serialization.asYaml(
        new ConfigBuilder()
            .withApiVersion("v1")
            .withKind("Config")
            .withCurrentContext("test")
            .addNewContext()
            .withName("test")
            .withNewContext()
            .withCluster("test")
            .withUser("operator")
            .withNamespace(ApiServer.OPERATOR_NAMESPACE)
            .endContext()
            .endContext()
            .addNewCluster()
            .withName("test")
            .withNewCluster()
            .withServer(config.getMasterUrl())
            .withCertificateAuthority(config.getCaCertFile())
            .withCertificateAuthorityData(config.getCaCertData())
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName("operator")
            .withNewUser()
            .withToken(config.getOauthToken())
            .endUser()
            .endUser()
            .build());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
