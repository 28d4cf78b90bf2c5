package dev.serval.crds.generator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serval.crds.schema.Timespan;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * The definition as an API server gets it: a default below a list is told in the description alone.
 * Filled in by the server, it would make the stored list differ from the one in a user's file, and
 * tools that compare lists as a whole ({@code kubectl apply}, Argo CD) would apply it again each
 * time.
 */
final class ServedDefinition {

  private static final KubernetesSerialization COPIER = new KubernetesSerialization();

  private ServedDefinition() {}

  /**
   * A copy of {@code documented} that fills in nothing below a list, and says what a duration looks
   * like.
   */
  static CustomResourceDefinition of(CustomResourceDefinition documented) {
    CustomResourceDefinition served = COPIER.clone(documented);
    served
        .getSpec()
        .getVersions()
        .forEach(version -> complete(version.getSchema().getOpenAPIV3Schema(), false));
    return served;
  }

  private static void complete(JSONSchemaProps schema, boolean belowList) {
    if (belowList && schema.getDefault() != null) {
      tell(schema);
    }
    if (Timespan.PATTERN.equals(schema.getPattern())) {
      // kubectl explain knows it as a string.
      schema.setDescription(schema.getDescription() + " A duration, such as 500ms, 30s or 1h30m.");
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(field -> complete(field, belowList));
    }
    if (schema.getItems() != null) {
      complete(schema.getItems().getSchema(), true);
    }
    if (schema.getAdditionalProperties() != null
        && schema.getAdditionalProperties().getSchema() != null) {
      complete(schema.getAdditionalProperties().getSchema(), belowList);
    }
  }

  /** The fields of a group tell their own. */
  private static void tell(JSONSchemaProps field) {
    JsonNode value = field.getDefault();
    if (value.isValueNode()) {
      field.setDescription(field.getDescription() + " By default " + value.asText() + '.');
    }
    field.setDefault(null);
  }
}
