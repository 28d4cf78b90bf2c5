package dev.serval.operator.process;

import dev.serval.operator.cluster.ApiServer;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.ServerSocket;
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

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final String name;
  private final int port;
  private final int hubPort;
  private final Process process;

  OperatorProcess(ApiServer server, String name, Path folder) throws IOException {
    this.name = name;
    this.port = freePort();
    this.hubPort = freePort();
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
            Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "SERVAL_OPERATOR_POD_NAME",
                name,
                "SERVAL_OPERATOR_NAMESPACE",
                ApiServer.OPERATOR_NAMESPACE,
                "SERVAL_OPERATOR_HUB_HOST",
                "127.0.0.1",
                "SERVAL_OPERATOR_HUB_PORT",
                Integer.toString(hubPort),
                "SERVAL_OPERATOR_HUB_ADDRESS",
                "127.0.0.1:" + hubPort));
    this.process = builder.start();
  }

  String name() {
    return name;
  }

  boolean isHealthy() {
    return get("/q/health/ready").statusCode() == 200;
  }

  /** Where its hub listens. */
  int hubPort() {
    return hubPort;
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
