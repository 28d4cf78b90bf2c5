package dev.serval.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * A real API server without nodes and without controllers, one for all tests of the JVM, with the
 * definition of the resource and the roles of the operator as they are shipped. Needs etcd and
 * kube-apiserver in the folder that {@code KUBE_API_TEST_DIR} names.
 */
public final class ApiServer {

  /** The namespace of the operator. */
  public static final String OPERATOR_NAMESPACE = "serval-system";

  private static final String FOLDER = "KUBE_API_TEST_DIR";
  private static final Path DEFINITIONS = Path.of("../../crds/manifests");
  private static final String OPERATOR_ACCOUNT = "serval-operator";

  private static ApiServer running;

  private final KubeAPIServer server;
  private final FrontProxy frontProxy;
  private final KubernetesClient admin;

  private ApiServer(KubeAPIServer server, FrontProxy frontProxy) {
    this.server = server;
    this.frontProxy = frontProxy;
    this.admin =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
  }

  /** The server, started by the first call; fails if there are no binaries. */
  public static synchronized ApiServer get() {
    String folder = System.getenv(FOLDER);
    assertThat(folder)
        .as("%s names the folder that hack/api-server.sh prints; make test sets it", FOLDER)
        .isNotNull();
    if (running == null) {
      FrontProxy frontProxy = new FrontProxy();
      KubeAPIServerConfigBuilder config =
          KubeAPIServerConfigBuilder.anAPIServerConfig()
              .withTestDir(folder)
              .withOfflineMode(true)
              .withUpdateKubeConfig(false);
      frontProxy.flags().forEach(config::withApiServerFlag);
      KubeAPIServer server = new KubeAPIServer(config.build());
      server.start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
      ApiServer started = new ApiServer(server, frontProxy);
      started.install();
      running = started;
    }
    return running;
  }

  private void install() {
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(OPERATOR_NAMESPACE)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    ServiceAddresses.addMany(admin, OPERATOR_NAMESPACE);
    try (var definitions = Files.list(DEFINITIONS)) {
      for (Path definition : definitions.toList()) {
        install(definition);
      }
      new ShippedRoles(OPERATOR_NAMESPACE, OPERATOR_ACCOUNT).grant(admin);
    } catch (IOException e) {
      throw new IllegalStateException("what is shipped can't be read", e);
    }
  }

  private void install(Path file) throws IOException {
    CustomResourceDefinition definition =
        admin
            .getKubernetesSerialization()
            .unmarshal(Files.readString(file), CustomResourceDefinition.class);
    admin.resource(definition).create();
    admin.resource(definition).waitUntilCondition(ApiServer::isEstablished, 30, TimeUnit.SECONDS);
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        // The server gives the names before it gives conditions.
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  /** A client that may do everything: the user of the cluster and what stands for its nodes. */
  public KubernetesClient admin() {
    return admin;
  }

  /** How that client reaches the server, as a kubeconfig file. */
  public String adminKubeconfig() {
    return server.getKubeConfigYaml();
  }

  /** How it shows servers behind it that it asks for somebody else. */
  public FrontProxy frontProxy() {
    return frontProxy;
  }

  /** A program that came with the server, such as {@code kubectl}; of several the newest. */
  public Path binary(String name) throws IOException {
    try (var files = Files.walk(Path.of(System.getenv(FOLDER)))) {
      return files
          .filter(file -> file.getFileName().toString().equals(name))
          .max(Comparator.comparing(ApiServer::modified))
          .orElseThrow(() -> new IllegalStateException("no " + name + " in " + FOLDER));
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How the operator reaches the server: as its service account, with the shipped roles alone, and
   * as patient as its {@code application.properties} have it.
   */
  public Config operatorConfig() {
    String token =
        admin
            .serviceAccounts()
            .inNamespace(OPERATOR_NAMESPACE)
            .withName(OPERATOR_ACCOUNT)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(3600L)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(admin.getConfiguration().getMasterUrl())
        .withCaCertData(admin.getConfiguration().getCaCertData())
        .withCaCertFile(admin.getConfiguration().getCaCertFile())
        .withTrustCerts(admin.getConfiguration().isTrustCerts())
        .withOauthToken(token)
        .withNamespace(OPERATOR_NAMESPACE)
        .withRequestRetryBackoffLimit(3)
        .withRequestRetryBackoffInterval(100)
        .withWatchReconnectInterval(100)
        .build();
  }
}
