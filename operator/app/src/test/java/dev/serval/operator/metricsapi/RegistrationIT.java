package dev.serval.operator.metricsapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serval.crds.Labels;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FreePorts;
import dev.serval.operator.cluster.Kubectl;
import dev.serval.operator.plan.OngoingRequestsMetric;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.APIServiceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API server's aggregator and kubectl use what the operator has registered. */
class RegistrationIT extends MetricsApiFixture {

  private static final String OWNER = "serval-operator-metrics-api";

  @TempDir Path folder;

  @Override
  RunningMetricsApi run() throws IOException, InterruptedException {
    return run(Optional.empty());
  }

  private RunningMetricsApi run(Optional<String> owner) throws IOException, InterruptedException {
    return new RunningMetricsApi(server, MetricsApiLimits.defaults(), FreePorts.next(), owner);
  }

  @BeforeEach
  void leadHere() {
    RunningMetricsApi.leadHere(cluster);
  }

  /** First who would register again. */
  @Override
  @AfterEach
  void stop() throws Exception {
    super.stop();
    removeRegistrations();
  }

  @BeforeEach
  void removeRegistrations() {
    for (MetricsGroup group : MetricsGroup.values()) {
      apiService(group).delete();
    }
  }

  private Resource<APIService> apiService(MetricsGroup group) {
    return cluster.apiServices().withName(group.apiService());
  }

  /** Somebody else's, which the API server can't reach. */
  private APIService foreign(MetricsGroup group) {
    return cluster
        .resource(
            new APIServiceBuilder()
                .withNewMetadata()
                .withName(group.apiService())
                .endMetadata()
                .withNewSpec()
                .withGroup(group.group())
                .withVersion(group.version())
                .withNewService()
                .withNamespace("keda")
                .withName("adapter")
                .endService()
                .withInsecureSkipTLSVerify(true)
                .withGroupPriorityMinimum(100)
                .withVersionPriority(100)
                .endSpec()
                .build())
        .create();
  }

  private void awaitState(RunningMetricsApi api, MetricsApiState state) {
    await(state.message()).until(() -> api.api().state().equals(state));
  }

  private static ConditionFactory await(String what) {
    // the API server asks again after up to a minute
    return ClusterUser.await(what).atMost(Duration.ofSeconds(90));
  }

  private static MetricsApiState isServed() {
    return new MetricsApiState.External(Optional.empty());
  }

  private static MetricsApiState.Holder holder(MetricsGroup group) {
    return new MetricsApiState.Holder(group.apiService(), "Service keda/adapter");
  }

  private String raw(String path) throws IOException, InterruptedException {
    return new Kubectl(server, folder).run("get", "--raw", path);
  }

  @Test
  void kubectlReadsTheLoadThroughTheApiServer() throws IOException, InterruptedException {
    running.lead();
    awaitState(running, isServed());

    assertThat(raw(external())).contains("\"value\":\"2500m\"", "\"Ranker\"");
    assertThat(raw(MetricsGroup.EXTERNAL.path())).contains(OngoingRequestsMetric.NAME);
    assertThat(raw(external() + "?labelSelector=serving.serval.dev%2Fdeployment%3DRanker"))
        .contains("2500m");
    assertThat(running.metric("requests", "code", "200")).isGreaterThanOrEqualTo(3);
    APIService registered = apiService(MetricsGroup.EXTERNAL).get();
    assertThat(registered.getMetadata().getLabels())
        .containsEntry(Labels.MANAGED_BY, Labels.MANAGER);
    assertThat(apiService(MetricsGroup.CUSTOM).get()).as("isn't needed").isNull();
  }

  @Test
  void refusalsReachKubectlInTheirWords() throws IOException, InterruptedException {
    running.lead();
    awaitState(running, isServed());
    ClusterUser.await("refused")
        .untilAsserted(
            () -> {
              KubernetesClientException refusal =
                  catchThrowableOfType(
                      KubernetesClientException.class,
                      () -> cluster.raw(external() + "?labelSelector=a%20in%20b", "GET", null));
              assertThat(refusal.getCode()).isEqualTo(HttpURLConnection.HTTP_BAD_REQUEST);
              assertThat(refusal.getStatus().getMessage())
                  .contains("labelSelector 'a in b' is no label selector");
            });
    KubernetesClientException unknown =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> cluster.raw(external() + "?labelSelector=nobody", "GET", null));
    assertThat(unknown.getStatus().getReason()).isEqualTo("NotFound");
    assertThat(unknown.getStatus().getMessage()).contains("known are", "recsys");
  }

  @Test
  void aRightIsGivenByKubectl() throws IOException, InterruptedException {
    running.lead();
    awaitState(running, isServed());
    String resource = OngoingRequestsMetric.NAME + '.' + MetricsGroup.EXTERNAL.group();

    await("kubectl knows the resource")
        .ignoreExceptionsMatching(AssertionError.class::isInstance)
        .until(
            () ->
                new Kubectl(server, folder)
                    .run(
                        "--namespace",
                        namespace,
                        "create",
                        "role",
                        "load-reader",
                        "--verb=list",
                        "--resource=" + resource)
                    .contains("created"));
    new Kubectl(server, folder)
        .run(
            "--namespace",
            namespace,
            "create",
            "rolebinding",
            "load-reader",
            "--role=load-reader",
            "--user=ben");

    assertThat(new Kubectl(server, folder).run("get", "--as=ben", "--raw", external()))
        .contains("2500m");
  }

  @Test
  void discoveryAndOpenApiAreTaken() throws IOException, InterruptedException {
    running.lead();
    awaitState(running, isServed());

    await("among the resources")
        .until(
            () ->
                new Kubectl(server, folder)
                    .run("api-resources", "--api-group", MetricsGroup.EXTERNAL.group())
                    .contains(OngoingRequestsMetric.NAME));
    await("in OpenAPI, version 3")
        .until(() -> raw("/openapi/v3").contains(MetricsGroup.EXTERNAL.path().substring(1)));
    assertThat(raw("/openapi/v3" + MetricsGroup.EXTERNAL.path()))
        .contains(OngoingRequestsMetric.NAME);
    await("in OpenAPI, version 2")
        .until(() -> raw("/openapi/v2").contains(OngoingRequestsMetric.NAME));
  }

  @Test
  void nothingIsWrittenWithoutLeadingOrWithoutNeed() {
    assertThat(running.writes().writes()).isEmpty();
    running.lead();
    awaitState(running, isServed());
    String version = apiService(MetricsGroup.EXTERNAL).get().getSpec().toString();
    long writes = registrations();

    awaitLook();

    assertThat(registrations()).isEqualTo(writes);
    assertThat(apiService(MetricsGroup.EXTERNAL).get().getSpec()).hasToString(version);
  }

  private void awaitLook() {
    long looks = running.looks();
    await("it has looked again, and ended that").until(() -> running.looks() > looks + 1);
  }

  private long registrations() {
    return running.writes().writes().stream()
        .filter(write -> write.contains("/apiservices/"))
        .count();
  }

  @Test
  void whoeverHoldsItKeepsIt() throws IOException, InterruptedException {
    APIService theirs = foreign(MetricsGroup.EXTERNAL);

    running.lead();

    awaitState(
        running, new MetricsApiState.Custom(holder(MetricsGroup.EXTERNAL), Optional.empty()));
    String object =
        "%s/namespaces/%s/deployments.apps/recsys-ranker/%s"
            .formatted(MetricsGroup.CUSTOM.path(), namespace, OngoingRequestsMetric.NAME);
    assertThat(raw(object)).contains("\"value\":\"2500m\"");
    assertUntouched(theirs, MetricsGroup.EXTERNAL);

    apiService(MetricsGroup.EXTERNAL).delete();

    awaitState(running, isServed());
    await("custom metrics are released").until(() -> apiService(MetricsGroup.CUSTOM).get() == null);
  }

  @Test
  void whereBothAreHeldNothingIsTaken() {
    APIService external = foreign(MetricsGroup.EXTERNAL);
    APIService custom = foreign(MetricsGroup.CUSTOM);

    MetricsApiState taken =
        new MetricsApiState.Taken(
            List.of(holder(MetricsGroup.EXTERNAL), holder(MetricsGroup.CUSTOM)));
    // A look that began before they were there would try to register, in vain.
    awaitState(running, taken);

    running.lead();

    awaitLook();
    awaitState(running, taken);
    assertUntouched(external, MetricsGroup.EXTERNAL);
    assertUntouched(custom, MetricsGroup.CUSTOM);
    assertThat(registrations()).isZero();
  }

  /** But for the status, which is the API server's. */
  private void assertUntouched(APIService before, MetricsGroup group) {
    APIService now = apiService(group).get();
    assertThat(now.getSpec()).isEqualTo(before.getSpec());
    assertThat(now.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(now.getMetadata().getLabels()).isNullOrEmpty();
    assertThat(now.getMetadata().getManagedFields())
        .extracting("manager")
        .doesNotContain(Labels.MANAGER);
  }

  @Test
  void anotherAuthorityIsRegisteredAnew() throws IOException, InterruptedException {
    running.lead();
    awaitState(running, isServed());

    running.renewCertificates();

    await("registered anew")
        .until(() -> caOf(apiService(MetricsGroup.EXTERNAL).get()).equals(running.authorities()));
    await("it can be read").untilAsserted(() -> assertThat(raw(external())).contains("2500m"));
  }

  private static String caOf(APIService registered) {
    return new String(
        Base64.getDecoder().decode(registered.getSpec().getCaBundle()), StandardCharsets.UTF_8);
  }

  @Test
  void whyTheApiServerDoesNotReachItIsTold() {
    running.lead();
    awaitState(running, isServed());

    cluster
        .services()
        .inNamespace(ApiServer.OPERATOR_NAMESPACE)
        .withName(RunningMetricsApi.SERVICE)
        .delete();

    await("told")
        .until(
            () ->
                running.api().state() instanceof MetricsApiState.External(Optional<String> trouble)
                    && trouble.filter(words -> words.contains("ServiceNotFound")).isPresent());
  }

  @Test
  void itGoesWithTheRoleThatGivesTheRight() throws IOException, InterruptedException {
    RunningMetricsApi owned = closing(run(Optional.of(OWNER)));
    owned.lead();

    awaitState(owned, isServed());

    ObjectMeta role = cluster.rbac().clusterRoles().withName(OWNER).get().getMetadata();
    assertThat(apiService(MetricsGroup.EXTERNAL).get().getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getKind()).isEqualTo("ClusterRole");
              assertThat(owner.getName()).isEqualTo(OWNER);
              assertThat(owner.getUid()).isEqualTo(role.getUid());
            });
  }
}
