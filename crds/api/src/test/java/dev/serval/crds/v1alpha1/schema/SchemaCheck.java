package dev.serval.crds.v1alpha1.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks resources against the committed schema without a cluster: structure, lists that are maps,
 * rules. The errors are worded as an API server words them, so that the same expectation holds for
 * both.
 */
public final class SchemaCheck {

  private final JsonNode schema = CommittedDefinition.schema();
  private final JsonSchema structure;

  /** Reads the committed schema. */
  public SchemaCheck() {
    JsonNode closed = closed(schema.deepCopy());
    ObjectNode properties = (ObjectNode) closed.get("properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    properties.putObject("metadata").put("type", "object");
    structure =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
            .getSchema(closed, SchemaValidatorsConfig.builder().pathType(PathType.LEGACY).build());
  }

  /** What is wrong with {@code resource}, after its defaults are filled in; empty if nothing is. */
  public List<String> errors(JsonNode resource) {
    JsonNode filled = resource.deepCopy();
    SchemaDefaults.fill(schema, filled);
    List<String> errors = new ArrayList<>();
    for (ValidationMessage message : structure.validate(filled)) {
      errors.add(worded(message));
    }
    errors.addAll(duplicates(schema, filled, ""));
    if (errors.isEmpty()) {
      errors.addAll(CelRules.errors(schema, filled, ""));
    }
    return errors;
  }

  /** Objects refuse fields that they don't have, as strict validation of an API server does. */
  private static JsonNode closed(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.path("properties").isObject()
          && !object.has("x-kubernetes-preserve-unknown-fields")) {
        object.put("additionalProperties", false);
      }
      object.path("properties").forEach(SchemaCheck::closed);
      closed(object.path("items"));
      closed(object.path("additionalProperties"));
    }
    return schema;
  }

  private static String worded(ValidationMessage message) {
    String path = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
    Object[] arguments = message.getArguments();
    String first = arguments.length == 0 ? "" : String.valueOf(arguments[0]);
    return switch (message.getType()) {
      case "required" -> path + '.' + message.getProperty() + ": Required value";
      case "additionalProperties" -> "unknown field \"" + path + '.' + message.getProperty() + '"';
      case "maximum" -> path + ": Invalid value: should be less than or equal to " + first;
      case "minimum" -> path + ": Invalid value: should be greater than " + first;
      case "maxLength" -> path + ": Too long: may not be more than " + first + " bytes";
      case "minLength" -> path + ": Invalid value: should be at least " + first + " chars long";
      case "maxItems" -> path + ": Too many: must have at most " + first + " items";
      case "minItems" -> path + ": Invalid value: should have at least " + first + " items";
      case "maxProperties" -> path + ": Too many: must have at most " + first + " items";
      case "pattern" -> path + ": Invalid value: should match '" + first + '\'';
      case "enum" -> path + ": Unsupported value";
      case "type" -> path + ": Invalid value: must be of type " + arguments[1];
      default -> path + ": " + message.getMessage();
    };
  }

  private static List<String> duplicates(JsonNode schema, JsonNode value, String path) {
    List<String> errors = new ArrayList<>();
    if (value.isArray()) {
      String key = schema.path("x-kubernetes-list-map-keys").path(0).asText();
      Set<JsonNode> seen = new HashSet<>();
      for (int i = 0; i < value.size(); i++) {
        JsonNode element = value.get(i);
        String at = path + '[' + i + ']';
        if (!key.isEmpty() && element.has(key) && !seen.add(element.get(key))) {
          errors.add(at + ": Duplicate value: {\"" + key + "\":" + element.get(key) + '}');
        }
        errors.addAll(duplicates(schema.path("items"), element, at));
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            property ->
                errors.addAll(
                    duplicates(
                        property.getValue(),
                        value.path(property.getKey()),
                        path.isEmpty() ? property.getKey() : path + '.' + property.getKey())));
    return errors;
  }
}
