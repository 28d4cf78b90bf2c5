package dev.serval.crds.v1alpha1.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fills in the defaults of a schema as an API server does. */
public final class SchemaDefaults {

  private SchemaDefaults() {}

  /** Fills in what {@code value} leaves out, and below. */
  public static void fill(JsonNode schema, JsonNode value) {
    if (value instanceof ObjectNode fields) {
      schema
          .path("properties")
          .properties()
          .forEach(
              property -> {
                JsonNode preset = property.getValue().get("default");
                if (preset != null && !fields.has(property.getKey())) {
                  fields.set(property.getKey(), preset.deepCopy());
                }
                fill(property.getValue(), fields.path(property.getKey()));
              });
      JsonNode values = schema.path("additionalProperties");
      fields.properties().forEach(field -> fill(values, field.getValue()));
    } else if (value.isArray()) {
      value.forEach(element -> fill(schema.path("items"), element));
    }
  }
}
