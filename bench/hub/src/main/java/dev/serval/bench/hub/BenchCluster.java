package dev.serval.bench.hub;

import dev.serval.crds.Labels;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real API server with what applications of a scale have in it, but for running pods. */
final class BenchCluster implements AutoCloseable {

  private static final String OPERATOR_NAMESPACE = "serval-system";
  private static final String NAMESPACE = "bench";
  private static final Path DEFINITION =
      Path.of("crds/manifests/serveapplications.serving.serval.dev.yaml");

  private final Scale scale;
  private final KubeAPIServer server;
  private final KubernetesClient client;

  BenchCluster(Scale scale) throws IOException {
    this.scale = scale;
    this.server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(System.getenv("KUBE_API_TEST_DIR"))
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .build());
    server.start();
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    client
        .resource(
            client
                .getKubernetesSerialization()
                .unmarshal(Files.readString(DEFINITION), CustomResourceDefinition.class))
        .create();
    for (String namespace : List.of(OPERATOR_NAMESPACE, NAMESPACE)) {
      create(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build());
    }
  }

  String kubeconfig() {
    return server.getKubeConfigYaml();
  }

  /** Makes everything, and the pods that connect; returns the token of each by application. */
  Map<Integer, List<String>> fill() {
    create(
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withName("stage")
            .withNamespace(NAMESPACE)
            .endMetadata()
            .build());
    return IntStream.range(0, scale.applications())
        .boxed()
        .collect(Collectors.toMap(application -> application, this::fill));
  }

  private List<String> fill(int application) {
    create(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name(application) + "-topology")
            .withNamespace(NAMESPACE)
            .withLabels(labels(application))
            .addToLabels("app.kubernetes.io/component", "topology")
            .endMetadata()
            .addToData("application.properties", settings())
            .build());
    IntStream.range(0, scale.slicesOfApplication())
        .parallel()
        .forEach(slice -> create(slice(application, slice, 0)));
    List<String> tokens = new ArrayList<>();
    IntStream.range(0, scale.replicasOfApplication())
        .parallel()
        .mapToObj(index -> token(create(pod(application, index))))
        .forEachOrdered(tokens::add);
    return tokens;
  }

  /** About what an application of ten deployments has. */
  private String settings() {
    return IntStream.range(0, scale.slicesOfApplication())
        .boxed()
        .flatMap(
            index ->
                List.of(
                        "max-ongoing-requests=100",
                        "max-queued-requests=-1",
                        "routing.policy=LeastLoaded",
                        "health-check.period=10s",
                        "health-check.timeout=30s",
                        "graceful-shutdown.timeout=20s")
                    .stream()
                    .map(setting -> "serval.deployments.\"Stage" + index + "\"." + setting + '\n'))
        .collect(Collectors.joining());
  }

  private Pod pod(int application, int index) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name(application) + "-stage-0-" + index)
        .withNamespace(NAMESPACE)
        .withLabels(labels(application))
        .addToLabels(Labels.DEPLOYMENT, "Stage0")
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName("stage")
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName("stage")
        .withImage("registry.example/bench:1")
        .endContainer()
        .endSpec()
        .build();
  }

  private String token(Pod pod) {
    return client
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .withName("stage")
        .tokenRequest(
            new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences("serval-hub")
                .withExpirationSeconds(3_600L)
                .withNewBoundObjectRef()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endBoundObjectRef()
                .endSpec()
                .build())
        .getStatus()
        .getToken();
  }

  /** Changes the address of one endpoint, as if its pod had come anew. */
  void change(int application, int round) {
    client.resource(slice(application, 0, round)).update();
  }

  /** The address that the changed endpoint has after that round. */
  static String changedAddress(int round) {
    return "10.255.%d.%d:9400".formatted(round / 250, round % 250);
  }

  private EndpointSlice slice(int application, int slice, int round) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withName(name(application) + "-stage-" + slice)
        .withNamespace(NAMESPACE)
        .withLabels(labels(application))
        .addToLabels(Labels.DEPLOYMENT, "Stage" + slice)
        .endMetadata()
        .withAddressType("IPv4")
        .addNewPort()
        .withName("wire")
        .withPort(9400)
        .endPort()
        .withEndpoints(
            IntStream.range(0, scale.endpointsOfSlice())
                .mapToObj(index -> endpoint(application, slice, index, round))
                .toList())
        .build();
  }

  private static Endpoint endpoint(int application, int slice, int index, int round) {
    String changed = changedAddress(round);
    String address =
        index == 0 && round > 0
            ? changed.substring(0, changed.indexOf(':'))
            : "10.%d.%d.%d".formatted(application, slice, index);
    return new EndpointBuilder()
        .withAddresses(address)
        .withNodeName("node-" + index % 50)
        .withZone("zone-" + index % 3)
        .withNewConditions()
        .withReady(true)
        .endConditions()
        .withNewTargetRef()
        .withKind("Pod")
        .withName("app-%d-stage-%d-7c9f8d6b5-%05d".formatted(application, slice, index))
        .endTargetRef()
        .build();
  }

  /** The certificates that sign the hub's, which the operator makes. */
  byte[] authorities() {
    return Base64.getDecoder()
        .decode(
            client
                .secrets()
                .inNamespace(OPERATOR_NAMESPACE)
                .withName("serval-hub-tls")
                .require()
                .getData()
                .get("ca.crt")
                .getBytes(StandardCharsets.US_ASCII));
  }

  private static Map<String, String> labels(int application) {
    return Map.of(Labels.MANAGED_BY, Labels.MANAGER, Labels.APPLICATION, name(application));
  }

  private static String name(int application) {
    return "app-" + application;
  }

  private <T extends HasMetadata> T create(T object) {
    return client.resource(object).create();
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}
