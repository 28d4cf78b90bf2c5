package dev.serval.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of {@code values.schema.json} refuses what breaks it and says where and why. */
class ChartValuesIT {

  /** The rules that say nothing by themselves. */
  private static final Set<String> NOT_RULES =
      Set.of("$schema", "properties", "items", "description", "title");

  /**
   * A value that breaks a rule.
   *
   * @param rule its place in the schema
   * @param value what is set
   * @param message what has to be said
   */
  record Broken(String rule, String value, String message) {}

  static Stream<Broken> broken() {
    return Stream.of(
        new Broken("/additionalProperties", "replica=3", "'replica' not allowed"),
        new Broken("/global/type", "global=3", "at '/global': got number, want object"),
        new Broken("/image/type", "image=\"a:1\"", "at '/image': got string, want object"),
        new Broken("/image/additionalProperties", "image.name=\"a\"", "'name' not allowed"),
        new Broken("/image/required", "image.repository=null", "missing property 'repository'"),
        new Broken("/image/repository/type", "image.repository=3", "at '/image/repository'"),
        new Broken("/image/repository/pattern", "image.repository=\"\"", "at '/image/repository'"),
        new Broken(
            "/image/repository/pattern",
            "image.repository=\"a:1\"",
            "'a:1' does not match pattern"),
        new Broken("/image/tag/type", "image.tag=1.2", "at '/image/tag': got number, want string"),
        new Broken("/image/tag/pattern", "image.tag=\"v1 \"", "at '/image/tag'"),
        new Broken("/image/digest/type", "image.digest=1", "at '/image/digest'"),
        new Broken("/image/digest/pattern", "image.digest=\"abc\"", "at '/image/digest'"),
        new Broken(
            "/image/pullPolicy/enum",
            "image.pullPolicy=\"always\"",
            "at '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'"),
        new Broken("/imagePullSecrets/type", "imagePullSecrets=\"a\"", "at '/imagePullSecrets'"),
        new Broken(
            "/imagePullSecrets/items/type",
            "imagePullSecrets=[\"a\"]",
            "at '/imagePullSecrets/0': got string, want object"),
        new Broken(
            "/imagePullSecrets/items/required", "imagePullSecrets=[{}]", "missing property 'name'"),
        new Broken(
            "/imagePullSecrets/items/additionalProperties",
            "imagePullSecrets=[{\"name\":\"a\",\"namespace\":\"b\"}]",
            "'namespace' not allowed"),
        new Broken(
            "/imagePullSecrets/items/name/type",
            "imagePullSecrets=[{\"name\":3}]",
            "at '/imagePullSecrets/0/name'"),
        new Broken("/replicas/type", "replicas=\"2\"", "at '/replicas': got string, want integer"),
        new Broken("/replicas/minimum", "replicas=-1", "at '/replicas': minimum: got -1, want 0"),
        new Broken("/replicas/maximum", "replicas=11", "at '/replicas': maximum: got 11, want 10"),
        new Broken("/watchNamespaces/type", "watchNamespaces=\"a\"", "at '/watchNamespaces'"),
        new Broken(
            "/watchNamespaces/uniqueItems",
            "watchNamespaces=[\"a\",\"a\"]",
            "at '/watchNamespaces'"),
        new Broken("/watchNamespaces/items/type", "watchNamespaces=[1]", "at '/watchNamespaces/0'"),
        new Broken(
            "/watchNamespaces/items/pattern",
            "watchNamespaces=[\"Team_A\"]",
            "at '/watchNamespaces/0': 'Team_A' does not match pattern"),
        new Broken("/metricsApi/type", "metricsApi=false", "at '/metricsApi'"),
        new Broken("/metricsApi/additionalProperties", "metricsApi.port=1", "'port' not allowed"),
        new Broken(
            "/metricsApi/enabled/type",
            "metricsApi.enabled=\"no\"",
            "at '/metricsApi/enabled': got string, want boolean"),
        new Broken("/clusterDomain/type", "clusterDomain=1", "at '/clusterDomain'"),
        new Broken(
            "/clusterDomain/pattern",
            "clusterDomain=\".local\"",
            "at '/clusterDomain': '.local' does not match pattern"),
        new Broken("/javaToolOptions/type", "javaToolOptions=1", "at '/javaToolOptions'"),
        new Broken(
            "/javaToolOptions/minLength",
            "javaToolOptions=\"\"",
            "at '/javaToolOptions': minLength: got 0, want 1"),
        new Broken("/resources/type", "resources=\"1Gi\"", "at '/resources'"),
        new Broken(
            "/podDisruptionBudget/type", "podDisruptionBudget=true", "at '/podDisruptionBudget'"),
        new Broken(
            "/podDisruptionBudget/additionalProperties",
            "podDisruptionBudget.minAvailable=1",
            "'minAvailable' not allowed"),
        new Broken(
            "/podDisruptionBudget/enabled/type",
            "podDisruptionBudget.enabled=\"yes\"",
            "at '/podDisruptionBudget/enabled': got string, want boolean"),
        new Broken("/podAnnotations/type", "podAnnotations=[]", "at '/podAnnotations'"),
        new Broken(
            "/podAnnotations/additionalProperties/type",
            "podAnnotations={\"a\":true}",
            "at '/podAnnotations/a': got boolean, want string"),
        new Broken("/nodeSelector/type", "nodeSelector=\"a\"", "at '/nodeSelector'"),
        new Broken(
            "/nodeSelector/additionalProperties/type",
            "nodeSelector={\"a\":1}",
            "at '/nodeSelector/a': got number, want string"),
        new Broken("/tolerations/type", "tolerations={\"a\":1}", "at '/tolerations'"),
        new Broken("/tolerations/items/type", "tolerations=[\"a\"]", "at '/tolerations/0'"),
        new Broken("/affinity/type", "affinity=[]", "at '/affinity'"),
        new Broken("/priorityClassName/type", "priorityClassName=1", "at '/priorityClassName'"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void refusesWhatBreaksARule(Broken broken) {
    assertThat(Helm.template("any", broken.value()).requireFailure())
        .contains("values don't meet the specifications of the schema")
        .contains(broken.message());
  }

  @Test
  void everyRuleIsBrokenByATest() throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(Helm.CHART.resolve("values.schema.json").toFile());
    Set<String> rules = new TreeSet<>();
    collect(schema, "", rules);
    rules.remove("/type"); // Helm reads values as an object before the schema sees them.

    assertThat(broken().map(Broken::rule).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(rules);
  }

  private static void collect(JsonNode schema, String path, Set<String> rules) {
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      switch (entry.getKey()) {
        case "properties" ->
            entry
                .getValue()
                .properties()
                .forEach(
                    property ->
                        collect(property.getValue(), path + '/' + property.getKey(), rules));
        case "items" -> collect(entry.getValue(), path + "/items", rules);
        case "additionalProperties" -> {
          if (entry.getValue().isObject()) {
            collect(entry.getValue(), path + "/additionalProperties", rules);
          } else {
            rules.add(path + "/additionalProperties");
          }
        }
        default -> {
          if (!NOT_RULES.contains(entry.getKey())) {
            rules.add(path + '/' + entry.getKey());
          }
        }
      }
    }
  }
}
