package dev.serval.operator.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serval.crds.v1alpha1.ServeApplication;
import java.nio.file.Path;

/** Applications as an API server stores them: defaults filled in, with a namespace and a uid. */
final class StoredApplication {

  static final String NAMESPACE = "shop";
  static final String UID = "6f1a4c52-8a43-4f0c-9d3c-2f0f3c1f9d11";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonNode SCHEMA =
      Scenario.read(Path.of("../../crds/manifests/serveapplications.serving.serval.dev.yaml"))
          .at("/spec/versions/0/schema/openAPIV3Schema");

  private StoredApplication() {}

  static ServeApplication of(JsonNode applied) {
    JsonNode stored = applied.deepCopy();
    fillDefaults(SCHEMA, stored);
    return withoutDefaults(stored);
  }

  /** As applied, but for the metadata. */
  static ServeApplication withoutDefaults(JsonNode applied) {
    try {
      ServeApplication application = MAPPER.treeToValue(applied, ServeApplication.class);
      application.getMetadata().setNamespace(NAMESPACE);
      application.getMetadata().setUid(UID);
      return application;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(applied + " is no application", e);
    }
  }

  private static void fillDefaults(JsonNode schema, JsonNode value) {
    if (value instanceof ObjectNode fields) {
      schema
          .path("properties")
          .properties()
          .forEach(property -> fillField(fields, property.getKey(), property.getValue()));
      JsonNode values = schema.path("additionalProperties");
      fields.properties().forEach(field -> fillDefaults(values, field.getValue()));
    } else if (value.isArray()) {
      value.forEach(element -> fillDefaults(schema.path("items"), element));
    }
  }

  private static void fillField(ObjectNode fields, String name, JsonNode schema) {
    if (schema.has("default") && !fields.has(name)) {
      fields.set(name, schema.get("default").deepCopy());
    }
    fillDefaults(schema, fields.path(name));
  }
}
