package dev.serval.operator.metricsapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FrontProxy;
import dev.serval.operator.cluster.TestAuthority;
import dev.serval.operator.plan.OngoingRequestsMetric;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is answered: with real certificates, and rights that the real API server has. */
class MetricsApiIT extends MetricsApiFixture {

  private static final String USER = "X-Remote-User";
  private static final String GROUP = "X-Remote-Group";

  private static String message(HttpResponse<String> response) throws IOException {
    JsonNode status = new ObjectMapper().readTree(response.body());
    assertThat(status.path("kind").asText()).as(response.body()).isEqualTo("Status");
    assertThat(status.path("code").asInt()).isEqualTo(response.statusCode());
    return status.path("message").asText();
  }

  private static void assertUnauthorized(HttpResponse<String> response, String... message)
      throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
    assertThat(message(response)).contains(message);
  }

  @Test
  void whoMayReadsTheLoad() throws IOException, InterruptedException {
    HttpResponse<String> response = proxy().get(external(), USER, READER);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body()).contains("\"value\":\"2500m\"", "\"recsys\"", "\"Ranker\"");
  }

  @Test
  void aRightIsLookedUpOnceInAWhile() throws IOException, InterruptedException {
    MetricsApiClient proxy = proxy();
    for (int i = 0; i < 20; i++) {
      assertThat(proxy.get(external(), USER, READER).statusCode()).isEqualTo(200);
      assertThat(proxy.get(external(), USER, "ben").statusCode()).isEqualTo(403);
    }

    assertThat(running.reviews()).isEqualTo(2);
    assertThat(running.metric("reviews")).isEqualTo(2);
    assertThat(running.metric("requests", "code", "200")).isEqualTo(20);
    assertThat(running.metric("denied", "reason", "forbidden")).isEqualTo(20);
  }

  @Test
  void whoMayNotIsToldWhatIsMissing() throws IOException, InterruptedException {
    HttpResponse<String> other = proxy().get(external(), USER, "ben");
    HttpResponse<String> elsewhere =
        proxy().get(external().replace(namespace, "default"), USER, READER);

    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(message(other))
        .contains("User \"ben\" cannot list resource \"serval-ongoing-requests\"", namespace);
    assertThat(elsewhere.statusCode()).isEqualTo(403);
  }

  @Test
  void rightsOfGroupsCount() throws IOException, InterruptedException {
    assertThat(proxy().get(external(), USER, "ben", GROUP, "system:masters").statusCode())
        .isEqualTo(200);
    assertThat(running.reviews()).isZero();
    assertThat(proxy().get("/openapi/v2", USER, "ben").statusCode())
        .as("by the group system:authenticated, which is added")
        .isEqualTo(200);
    assertThat(
            proxy()
                .get("/openapi/v2", USER, "system:anonymous", GROUP, "system:unauthenticated")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void kubernetesOwnRolesLetTheAutoscalersControllerRead()
      throws IOException, InterruptedException {
    String controller = "system:serviceaccount:kube-system:horizontal-pod-autoscaler";

    assertThat(
            proxy().get(external(), USER, controller, GROUP, "system:serviceaccounts").statusCode())
        .isEqualTo(200);
    String object =
        "%s/namespaces/%s/deployments.apps/recsys-ranker/%s"
            .formatted(MetricsGroup.CUSTOM.path(), namespace, OngoingRequestsMetric.NAME);
    HttpResponse<String> custom = proxy().get(object, USER, controller);
    assertThat(custom.statusCode()).as(custom.body()).isEqualTo(200);
    assertThat(custom.body()).contains("\"value\":\"2500m\"", "\"name\":\"recsys-ranker\"");
  }

  @Test
  void aForgedHeaderIsNotBelieved() throws IOException, InterruptedException {
    MetricsApiClient nobody = nobody();

    HttpResponse<String> response = nobody.get(external(), USER, "admin", GROUP, "system:masters");

    assertUnauthorized(response, "client certificate is needed");
    assertThat(nobody.get("/healthz").body()).isEqualTo("ok");
    assertThat(running.reviews()).isZero();
    assertThat(running.metric("denied", "reason", "no_certificate")).isEqualTo(1);
  }

  @Test
  void aForeignCertificateIsNotBelieved() throws IOException, InterruptedException {
    TestAuthority foreign = new TestAuthority("front-proxy-ca");

    HttpResponse<String> response =
        client(foreign.client("CN=" + FrontProxy.NAME))
            .get(external(), USER, "admin", GROUP, "system:masters");

    assertUnauthorized(response, "CN=" + FrontProxy.NAME, "known authority");
  }

  @Test
  void anExpiredCertificateIsNotBelieved() throws IOException, InterruptedException {
    TestAuthority authority = server.frontProxy().authority();
    Instant now = Instant.now();
    TestAuthority.Issued expired =
        authority.client(
            "CN=" + FrontProxy.NAME, now.minus(Duration.ofHours(2)), now.minusSeconds(60));

    assertUnauthorized(client(expired).get(external(), USER, READER), "it ended at");
  }

  @Test
  void anotherNameIsNotBelieved() throws IOException, InterruptedException {
    TestAuthority.Issued other = server.frontProxy().authority().client("CN=somebody");

    assertUnauthorized(client(other).get(external(), USER, READER), "somebody", FrontProxy.NAME);
  }

  @Test
  void whomToBelieveChangesWhileItRuns() throws IOException, InterruptedException {
    TestAuthority next = new TestAuthority("next-front-proxy-ca");
    MetricsApiClient ofNext = client(next.client("CN=" + FrontProxy.NAME));
    assertUnauthorized(ofNext.get(external(), USER, READER), "known authority");

    ConfigMap published =
        cluster
            .configMaps()
            .inNamespace("kube-system")
            .withName("extension-apiserver-authentication")
            .edit(
                map -> {
                  map.getData().merge("requestheader-client-ca-file", next.pem(), String::concat);
                  return map;
                });

    assertThat(published.getData()).containsKey("requestheader-client-ca-file");
    ClusterUser.await("believed")
        .until(() -> ofNext.get(external(), USER, READER).statusCode() == 200);
    assertThat(proxy().get(external(), USER, READER).statusCode()).isEqualTo(200);
  }

  @Test
  void aRenewedCertificateIsShownWithoutARestart() throws IOException, InterruptedException {
    assertThat(proxy().get(external(), USER, READER).statusCode()).isEqualTo(200);

    running.renewCertificates();

    assertThat(proxy().get(external(), USER, READER).statusCode())
        .as("of a client that trusts the new authority alone")
        .isEqualTo(200);
  }

  @Test
  void manyAtOnceAreAllAnswered() {
    MetricsApiClient proxy = proxy();
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      answers.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return proxy.get(external(), USER, READER).statusCode();
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              }));
    }

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
    assertThat(running.reviews()).isEqualTo(1);
  }
}
