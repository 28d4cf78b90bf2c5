package dev.serval.operator.metricsapi.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serval.crds.Labels;
import dev.serval.operator.metricsapi.MetricsGroup;
import dev.serval.operator.plan.OngoingRequestsMetric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentsTest {

  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode read(String path, String accept) throws IOException {
    ApiResponse response = Documents.answer(path, accept, null);
    assertThat(response.code()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @ParameterizedTest
  @EnumSource(MetricsGroup.class)
  void eachApiIsDiscovered(MetricsGroup group) throws IOException {
    assertThat(read("/apis", null).findValuesAsText("groupVersion")).contains(group.apiVersion());
    assertThat(read("/apis/" + group.group(), null).path("preferredVersion").path("groupVersion"))
        .isEqualTo(JSON.valueToTree(group.apiVersion()));
    JsonNode resources = read(group.path(), null);
    assertThat(resources.path("groupVersion").asText()).isEqualTo(group.apiVersion());
    assertThat(resources.path("resources").path(0).path("name").asText())
        .endsWith(OngoingRequestsMetric.NAME);
  }

  @Test
  void whoWantsAllAtOnceGetsIt() throws IOException {
    JsonNode all = read("/apis", AGGREGATED + ", application/json");

    assertThat(Documents.answer("/apis", AGGREGATED, null).contentType()).isEqualTo(AGGREGATED);
    assertThat(all.path("kind").asText()).isEqualTo("APIGroupDiscoveryList");
    for (MetricsGroup group : MetricsGroup.values()) {
      JsonNode item = all.path("items").path(group.ordinal());
      assertThat(item.path("metadata").path("name").asText()).isEqualTo(group.group());
      assertThat(item.path("versions").path(0).path("version").asText()).isEqualTo(group.version());
      assertThat(item.toString()).contains(OngoingRequestsMetric.NAME);
    }
    assertThat(Documents.answer("/apis", AGGREGATED.replace("v2", "v2beta1"), null).code())
        .as("an older form")
        .isEqualTo(406);
  }

  @Test
  void whatIsKnownIsNotSentAgain() {
    for (String path : List.of("/apis", "/openapi/v2", "/openapi/v3")) {
      String tag = Documents.answer(path, null, null).headers().get("ETag");

      ApiResponse again = Documents.answer(path, "application/json", tag);

      assertThat(again.code()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(Documents.answer(path, null, "\"other\"").code()).isEqualTo(200);
    }
    String plain = Documents.answer("/apis", null, null).headers().get("ETag");
    assertThat(Documents.answer("/apis", AGGREGATED, plain).code()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(MetricsGroup.class)
  void openApiDescribesWhatIsServed(MetricsGroup group) throws IOException {
    JsonNode index = read("/openapi/v3", null);
    String address =
        index.path("paths").path(group.path().substring(1)).path("serverRelativeURL").asText();
    assertThat(address).startsWith("/openapi/v3" + group.path() + "?hash=");

    JsonNode third = read("/openapi/v3" + group.path(), null);
    JsonNode second = read("/openapi/v2", null);

    assertThat(third.path("openapi").asText()).startsWith("3.0");
    assertThat(second.path("swagger").asText()).isEqualTo("2.0");
    for (JsonNode document : List.of(third, second)) {
      List<String> paths = new ArrayList<>();
      document.path("paths").fieldNames().forEachRemaining(paths::add);
      assertThat(paths)
          .filteredOn(path -> path.startsWith(group.path() + "/namespaces/{namespace}/"))
          .singleElement()
          .satisfies(path -> assertThat(path).endsWith('/' + OngoingRequestsMetric.NAME));
      assertReferencesLeadSomewhere(document);
    }
    assertThat(third.toString()).contains(Labels.APPLICATION, Labels.DEPLOYMENT);
  }

  private static void assertReferencesLeadSomewhere(JsonNode document) {
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none| true",
        "''| true",
        "*/*| true",
        "application/*| true",
        "application/json| true",
        "Application/JSON; charset=utf-8| true",
        "application/vnd.kubernetes.protobuf,*/*| true",
        "application/vnd.kubernetes.protobuf, application/json| true",
        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json| true",
        "application/json;as=Table;v=v1;g=meta.k8s.io| false",
        "application/vnd.kubernetes.protobuf| false",
        "text/html| false",
      })
  void acceptIsUnderstood(String accept, boolean json) {
    assertThat(MediaRanges.haveJson(accept)).isEqualTo(json);
  }
}
