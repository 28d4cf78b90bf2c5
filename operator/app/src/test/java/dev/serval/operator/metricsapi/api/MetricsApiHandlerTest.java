package dev.serval.operator.metricsapi.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serval.operator.metricsapi.MetricsApiMetrics;
import dev.serval.operator.metricsapi.ServedValue;
import dev.serval.operator.metricsapi.access.Access;
import dev.serval.operator.metricsapi.access.AccessReviews;
import dev.serval.operator.metricsapi.access.Decision;
import dev.serval.operator.metricsapi.identity.ConnectionPeer;
import dev.serval.operator.metricsapi.identity.TestAuthentication;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsApiHandlerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXTERNAL =
      "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/serval-ongoing-requests";
  private static final String CUSTOM =
      "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/deployments.apps/";
  private static final Instant AT = Instant.parse("2026-11-27T12:00:03.987Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TestAuthentication authentication = new TestAuthentication();
  private final List<Access> asked = new ArrayList<>();
  private final List<ServedValue> values = new ArrayList<>();
  private Decision decision = new Decision.Allowed();
  private Optional<String> problem = Optional.empty();

  private final MetricsApiHandler handler =
      new MetricsApiHandler(
          authentication.authenticator(),
          new AccessReviews(
              (user, access) -> {
                asked.add(access);
                return decision;
              },
              Runnable::run,
              10,
              Clock.systemUTC()),
          namespace -> namespace.equals("shop") ? values : List.of(),
          () -> problem,
          new MetricsApiMetrics(meters),
          Clock.systemUTC());

  MetricsApiHandlerTest() {
    values.add(new ServedValue("recsys", "ItemRankingModel", 2_500, AT));
    values.add(new ServedValue("recsys", "Front", 0, AT));
    values.add(new ServedValue("language", "Front", 7_000_000, AT));
  }

  private ApiResponse answer(String method, String uri, HttpHeaders headers, ConnectionPeer peer) {
    return handler.answer(new ApiRequest(method, uri, headers, peer)).getNow(null);
  }

  private ApiResponse get(String uri) {
    return answer("GET", uri, authentication.headers("anne"), authentication.proxy());
  }

  private static JsonNode ok(ApiResponse response) throws IOException {
    assertThat(response.code()).as(text(response)).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo("application/json");
    return JSON.readTree(response.body());
  }

  private static String text(ApiResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static String failure(ApiResponse response, int code, String reason) throws IOException {
    JsonNode status = JSON.readTree(response.body());
    assertThat(response.code()).as(text(response)).isEqualTo(code);
    assertThat(response.contentType()).isEqualTo("application/json");
    assertThat(status.path("kind").asText()).isEqualTo("Status");
    assertThat(status.path("apiVersion").asText()).isEqualTo("v1");
    assertThat(status.path("status").asText()).isEqualTo("Failure");
    assertThat(status.path("reason").asText()).isEqualTo(reason);
    assertThat(status.path("code").asInt()).isEqualTo(code);
    return status.path("message").asText();
  }

  private static String selecting(String selector) {
    return EXTERNAL + "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
  }

  @Test
  void anExternalMetricIsTheLoadOfADeployment() throws IOException {
    JsonNode list =
        ok(
            get(
                selecting(
                    "serving.serval.dev/application=recsys,"
                        + "serving.serval.dev/deployment=ItemRankingModel")));

    assertThat(list)
        .isEqualTo(
            JSON.readTree(
                """
                {"kind": "ExternalMetricValueList",
                 "apiVersion": "external.metrics.k8s.io/v1beta1",
                 "metadata": {},
                 "items": [{
                   "metricName": "serval-ongoing-requests",
                   "metricLabels": {
                     "serving.serval.dev/application": "recsys",
                     "serving.serval.dev/deployment": "ItemRankingModel"},
                   "timestamp": "2026-11-27T12:00:03Z",
                   "value": "2500m"}]}
                """));
    assertThat(asked)
        .containsExactly(
            new Access.ToResource(
                "list",
                "external.metrics.k8s.io",
                "v1beta1",
                "shop",
                "serval-ongoing-requests",
                "",
                ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| 3",
        "serving.serval.dev/deployment=Front| 2",
        "serving.serval.dev/deployment in (Front,ItemRankingModel),"
            + "serving.serval.dev/application!=language| 2",
        "!app| 3",
      })
  void aSelectorSelects(String selector, int expected) throws IOException {
    assertThat(ok(get(selecting(selector))).path("items")).hasSize(expected);
  }

  @Test
  void aCustomMetricIsTheLoadOfADeploymentsObject() throws IOException {
    JsonNode list = ok(get(CUSTOM + "recsys-item-ranking-model/serval-ongoing-requests"));

    assertThat(list)
        .isEqualTo(
            JSON.readTree(
                """
                {"kind": "MetricValueList",
                 "apiVersion": "custom.metrics.k8s.io/v1beta2",
                 "metadata": {},
                 "items": [{
                   "describedObject": {
                     "kind": "Deployment", "apiVersion": "apps/v1",
                     "namespace": "shop", "name": "recsys-item-ranking-model"},
                   "metric": {"name": "serval-ongoing-requests"},
                   "timestamp": "2026-11-27T12:00:03Z",
                   "value": "2500m"}]}
                """));
    assertThat(asked)
        .containsExactly(
            new Access.ToResource(
                "get",
                "custom.metrics.k8s.io",
                "v1beta2",
                "shop",
                "deployments.apps",
                "serval-ongoing-requests",
                "recsys-item-ranking-model"));
    String byLabel =
        "*/serval-ongoing-requests?labelSelector=serving.serval.dev%2Fdeployment%3DFront";
    assertThat(ok(get(CUSTOM + byLabel)).path("items")).hasSize(2);
    assertThat(
            ok(get(CUSTOM + byLabel + "&metricLabelSelector=serving.serval.dev/application"))
                .path("items"))
        .hasSize(2);
  }

  @Test
  void nothingIsNeverAnEmptyList() throws IOException {
    String unmatched =
        failure(get(selecting("serving.serval.dev/deployment=Ranker")), 404, "NotFound");
    assertThat(unmatched)
        .contains("labelSelector 'serving.serval.dev/deployment=Ranker'")
        .contains(
            "serving.serval.dev/application=recsys,"
                + "serving.serval.dev/deployment=ItemRankingModel"
                + " (Deployment recsys-item-ranking-model)");
    assertThat(failure(get(CUSTOM + "other/serval-ongoing-requests"), 404, "NotFound"))
        .contains("Deployment 'other'", "kubectl get sapp --namespace shop")
        .as("who may ask for one need not know of others")
        .doesNotContain("recsys");
    assertThat(
            failure(get(CUSTOM + "*/serval-ongoing-requests?labelSelector=a%3Db"), 404, "NotFound"))
        .contains("recsys-item-ranking-model");
    assertThat(failure(get(EXTERNAL.replace("shop", "empty")), 404, "NotFound"))
        .contains("namespace empty", "kubectl get sapp --namespace empty");
  }

  @Test
  void noMoreThanAFewAreNamed() throws IOException {
    values.clear();
    IntStream.range(0, 25).forEach(i -> values.add(new ServedValue("many", "D" + i, 1, AT)));

    String message = failure(get(selecting("a=b")), 404, "NotFound");

    assertThat(message).contains("deployment=D9 ", "and 15 more").doesNotContain("D10");
  }

  @Test
  void whatIsNotServedIsNamedBesideWhatIs() throws IOException {
    assertThat(failure(get(EXTERNAL.replace("serval-ongoing", "other")), 404, "NotFound"))
        .contains("other-requests is not known", "serval-ongoing-requests is");
    assertThat(failure(get(CUSTOM + "recsys-front/other"), 404, "NotFound"))
        .contains("the metric other is not known");
    assertThat(
            failure(
                get(CUSTOM.replace("deployments.apps", "pods") + "x/serval-ongoing-requests"),
                404,
                "NotFound"))
        .contains("metrics of pods are not known", "deployments.apps");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api",
        "/apis/metrics.k8s.io",
        "/apis/external.metrics.k8s.io/v1",
        "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop",
        "/apis/external.metrics.k8s.io/v1beta1/namespaces//serval-ongoing-requests",
        "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/serval-ongoing-requests/",
        "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/serval-ongoing-requests/x",
        "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/..%2Fx/y",
        "/openapi/v3/apis/apps/v1"
      })
  void anUnknownPathIsNotFound(String path) throws IOException {
    assertThat(failure(get(path), 404, "NotFound"))
        .contains(path, "/apis/external.metrics.k8s.io/v1beta1 says what there is");
    assertThat(asked).isEmpty();
  }

  @Test
  void aDocumentMayEndWithASlash() throws IOException {
    assertThat(ok(get("/apis/"))).isEqualTo(ok(get("/apis")));
  }

  @Test
  void badSelectorsAndAddressesAreNamed() throws IOException {
    assertThat(failure(get(selecting("a in b")), 400, "BadRequest"))
        .isEqualTo(
            "labelSelector 'a in b' is no label selector: at character 6: '(' is missing before the"
                + " values");
    assertThat(
            failure(
                get(CUSTOM + "x/serval-ongoing-requests?metricLabelSelector=%3D"),
                400,
                "BadRequest"))
        .startsWith("metricLabelSelector '='");
    assertThat(failure(get(EXTERNAL + "?labelSelector=%zz"), 400, "BadRequest"))
        .contains("can't be read");
    assertThat(failure(get("/apis/%"), 400, "BadRequest")).contains("can't be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "HEAD", "WHATEVER"})
  void onlyGetIsPossible(String method) throws IOException {
    for (String path : List.of(EXTERNAL, "/apis", "/healthz")) {
      ApiResponse response =
          answer(method, path, authentication.headers("anne"), authentication.proxy());

      assertThat(failure(response, 405, "MethodNotAllowed")).contains(method);
      assertThat(response.headers()).containsEntry("Allow", "GET");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsNotWrittenIsNotAcceptable() throws IOException {
    HttpHeaders headers = authentication.headers("anne");
    headers.set("Accept", "application/vnd.kubernetes.protobuf");

    for (String path : List.of(EXTERNAL, "/apis", "/openapi/v2")) {
      assertThat(
              failure(answer("GET", path, headers, authentication.proxy()), 406, "NotAcceptable"))
          .contains("application/vnd.kubernetes.protobuf", "application/json");
    }
  }

  @Test
  void whoMayNotIsToldWhatIsMissing() throws IOException {
    decision = new Decision.Denied("no role");

    assertThat(failure(get(EXTERNAL), 403, "Forbidden"))
        .startsWith(
            "User \"anne\" cannot list resource \"serval-ongoing-requests\" in API group"
                + " \"external.metrics.k8s.io\" in the namespace \"shop\": no role; a Role");
    assertThat(failure(get(CUSTOM + "recsys-front/serval-ongoing-requests"), 403, "Forbidden"))
        .startsWith(
            "User \"anne\" cannot get resource \"deployments.apps/serval-ongoing-requests\"");
    assertThat(failure(get("/openapi/v2"), 403, "Forbidden"))
        .isEqualTo("User \"anne\" cannot get path \"/openapi/v2\": no role");
    assertThat(denied("forbidden")).isEqualTo(3);
  }

  @Test
  void whoCanNotBeLookedAtIsToldToComeAgain() throws IOException {
    decision = new Decision.Busy();
    ApiResponse busy = get(EXTERNAL);
    failure(busy, 429, "TooManyRequests");
    decision = new Decision.Unknown("timeout");
    ApiResponse away = get(EXTERNAL);

    assertThat(failure(away, 503, "ServiceUnavailable")).contains("timeout");
    assertThat(List.of(busy, away))
        .allSatisfy(response -> assertThat(response.headers()).containsKey("Retry-After"));
  }

  @Test
  void whoIsNotKnownIsToldNothingElse() throws IOException {
    HttpHeaders forged = authentication.headers("admin");
    forged.add("X-Remote-Group", "system:masters");

    for (String path : List.of(EXTERNAL, "/apis", "/openapi/v2", "/nowhere")) {
      assertThat(failure(answer("GET", path, forged, nobody()), 401, "Unauthorized"))
          .contains("client certificate");
      failure(answer("GET", path, forged, authentication.stranger()), 401, "Unauthorized");
    }
    failure(answer("DELETE", EXTERNAL, forged, nobody()), 401, "Unauthorized");
    assertThat(asked).isEmpty();
    assertThat(denied("no_certificate")).isEqualTo(5);
    assertThat(denied("bad_certificate")).isEqualTo(4);
  }

  @Test
  void healthNeedsNoRight() {
    for (String path : List.of("/healthz", "/livez", "/readyz")) {
      ApiResponse response = answer("GET", path, new DefaultHttpHeaders(), nobody());
      assertThat(response.code()).isEqualTo(200);
      assertThat(text(response)).isEqualTo("ok");
    }
    problem = Optional.of("no authority");

    ApiResponse unready = answer("GET", "/readyz", new DefaultHttpHeaders(), nobody());

    assertThat(unready.code()).isEqualTo(503);
    assertThat(text(unready)).isEqualTo("no authority");
    assertThat(answer("GET", "/livez", new DefaultHttpHeaders(), nobody()).code()).isEqualTo(200);
  }

  private double denied(String reason) {
    return meters.get("serval.metrics.api.denied").tag("reason", reason).counter().count();
  }

  private static ConnectionPeer nobody() {
    return new ConnectionPeer(List.of());
  }
}
