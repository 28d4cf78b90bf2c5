package dev.serval.crds.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serval.crds.schema.ListMap;
import dev.serval.crds.schema.Timespan;
import dev.serval.crds.schema.Within;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Puts into a schema what Fabric8's generator does not read from the records. */
final class SchemaCompletion {

  private static final String QUANTITY =
      "^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?[0-9]+))?$";
  private static final long MOST_QUANTITY = 32;
  private static final long MOST_FREE_FIELDS = 256;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Completes the schema of {@code type}, a record, and of everything below it. */
  void complete(Class<?> type, JSONSchemaProps schema) {
    for (RecordComponent component : type.getRecordComponents()) {
      JSONSchemaProps field = schema.getProperties().get(component.getName());
      if (field == null) {
        throw new IllegalStateException(
            "component " + component.getName() + " of " + type.getName() + " has no schema");
      }
      typeDefault(field);
      rulesOnce(field);
      list(component, field);
      value(component, field);
      Class<?> element = RecordTypes.element(component);
      if (element.isRecord() && element != Timespan.class) {
        complete(element, below(component, field));
      }
      wholeDefault(field);
    }
  }

  /** The schema of the elements of a list, of the values of a map, else the field's own. */
  static JSONSchemaProps below(RecordComponent component, JSONSchemaProps field) {
    if (RecordTypes.isList(component)) {
      return field.getItems().getSchema();
    }
    return RecordTypes.isMap(component) ? field.getAdditionalProperties().getSchema() : field;
  }

  /** A default is written as text in its annotation; the schema wants it in the field's type. */
  private static void typeDefault(JSONSchemaProps field) {
    JsonNode value = field.getDefault();
    if (value == null || !value.isTextual() || "string".equals(field.getType())) {
      return;
    }
    try {
      field.setDefault(JSON.readTree(value.textValue()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("default " + value + " is not JSON", e);
    }
  }

  /** A component's annotations are on its field and on its accessor, and read from both. */
  private static void rulesOnce(JSONSchemaProps field) {
    field.setXKubernetesValidations(field.getXKubernetesValidations().stream().distinct().toList());
  }

  /**
   * An object that is there by default has the defaults of its fields: the API server judges the
   * default by the object's rules before it fills in anything.
   */
  private static void wholeDefault(JSONSchemaProps field) {
    if (field.getDefault() instanceof ObjectNode whole) {
      field
          .getProperties()
          .forEach(
              (name, below) -> {
                if (below.getDefault() != null) {
                  whole.set(name, below.getDefault());
                }
              });
    }
  }

  private static void list(RecordComponent component, JSONSchemaProps field) {
    if (!RecordTypes.isList(component)) {
      return;
    }
    ListMap map = component.getAnnotation(ListMap.class);
    if (map == null) {
      field.setXKubernetesListType("atomic");
    } else {
      field.setXKubernetesListType("map");
      field.setXKubernetesListMapKeys(List.of(map.key()));
    }
  }

  private static void value(RecordComponent component, JSONSchemaProps field) {
    JSONSchemaProps value = below(component, field);
    Class<?> type = RecordTypes.element(component);
    if (type == Timespan.class) {
      value.setPattern(Timespan.PATTERN);
      value.setMaxLength((long) Timespan.MOST_CHARACTERS);
      within(component, value);
    } else if (type == Quantity.class) {
      value.setPattern(QUANTITY);
      value.setMaxLength(MOST_QUANTITY);
    } else if (type == ObjectNode.class) {
      value.setType("object");
      value.setProperties(null);
      value.setAdditionalProperties(null);
      value.setMaxProperties(MOST_FREE_FIELDS);
      value.setXKubernetesPreserveUnknownFields(true);
    }
  }

  private static void within(RecordComponent component, JSONSchemaProps field) {
    Within within = component.getAnnotation(Within.class);
    if (within == null) {
      throw new IllegalStateException("duration " + component + " has no @Within");
    }
    // What is no duration breaks the pattern, which says so; converting it would fail on top.
    String rule =
        "!self.matches('%s') || duration(self) >= duration('%s') && duration(self) <= duration('%s')"
            .formatted(Timespan.PATTERN, within.min(), within.max());
    String message =
        "%s must be from %s to %s".formatted(component.getName(), within.min(), within.max());
    var rules = new ArrayList<>(field.getXKubernetesValidations());
    rules.add(new ValidationRuleBuilder().withRule(rule).withMessage(message).build());
    field.setXKubernetesValidations(rules);
  }
}
