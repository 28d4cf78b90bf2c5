package dev.serval.crds.v1alpha1.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every field of the schema. */
class SchemaShapeTest {

  private final JsonNode definition = CommittedDefinition.read();
  private final List<String> broken = new ArrayList<>();

  @Test
  void isANamespacedResourceWithShortNameAndCategory() {
    JsonNode spec = definition.get("spec");

    assertThat(spec.get("scope").asText()).isEqualTo("Namespaced");
    assertThat(spec.at("/names/shortNames/0").asText()).isEqualTo("sapp");
    assertThat(spec.at("/names/categories/0").asText()).isEqualTo("all");
    assertThat(spec.at("/versions/0/subresources/status").isObject()).isTrue();
    assertThat(spec.at("/versions/0/subresources/scale").isMissingNode()).isTrue();
  }

  @Test
  void printsTheColumnsOfTheDesign() {
    List<String> columns = new ArrayList<>();
    definition
        .at("/spec/versions/0/additionalPrinterColumns")
        .forEach(
            column ->
                columns.add(column.get("name").asText() + column.path("priority").asText("")));

    assertThat(columns)
        .containsExactly(
            "Ready",
            "Degraded",
            "Deployments",
            "Replicas",
            "Desired",
            "URL",
            "Age",
            "Ongoing1",
            "Queued1",
            "Reason1",
            "Message1");
  }

  @Test
  void everyFieldIsDescribed() {
    walk(
        "",
        CommittedDefinition.schema(),
        (path, field) -> {
          if (!path.endsWith("]") && !field.has("description")) {
            broken.add(path);
          }
        });

    assertThat(broken).isEmpty();
  }

  @Test
  void everyTextListAndMapIsBounded() {
    walk(
        "",
        CommittedDefinition.schema(),
        (path, field) -> {
          if (bound(field) != null && !field.has(bound(field))) {
            broken.add(path + " has no " + bound(field));
          }
        });

    assertThat(broken).isEmpty();
  }

  @Test
  void everyFieldHasAType() {
    walk(
        "",
        CommittedDefinition.schema(),
        (path, field) -> {
          if (!field.has("type") && !field.has("x-kubernetes-int-or-string")) {
            broken.add(path);
          }
        });

    assertThat(broken).isEmpty();
  }

  private static String bound(JsonNode field) {
    return switch (field.path("type").asText()) {
      case "string" -> field.has("enum") ? null : "maxLength";
      case "array" -> "maxItems";
      case "object" -> field.has("properties") ? null : "maxProperties";
      default -> null;
    };
  }

  private interface Visitor {
    void visit(String path, JsonNode field);
  }

  private static void walk(String path, JsonNode schema, Visitor visitor) {
    visitor.visit(path, schema);
    schema
        .path("properties")
        .properties()
        .forEach(field -> walk(path + '.' + field.getKey(), field.getValue(), visitor));
    if (schema.has("items")) {
      walk(path + "[]", schema.get("items"), visitor);
    }
    if (schema.path("additionalProperties").isObject()) {
      walk(path + "[*]", schema.get("additionalProperties"), visitor);
    }
  }
}
