package dev.serval.crds.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Makes resource definitions: what Fabric8 makes of a class, completed by what it can't. */
final class DefinitionMaker {

  private static final String HEADER =
      "# Generated from the records in crds/api. Change those, then run: make generate\n";

  /**
   * The status of a resource that the operator hasn't seen. Tools by the conventions of kstatus
   * take a resource without a status for finished, and one whose generation isn't observed for
   * underway.
   */
  private static final JsonNode NOT_OBSERVED =
      JsonNodeFactory.instance.objectNode().put("observedGeneration", 0);

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private DefinitionMaker() {}

  /** The definition of the resource that {@code type} is, with one version. */
  static CustomResourceDefinition make(Class<? extends HasMetadata> type) {
    CustomResourceDefinition definition =
        YAML.unmarshal(generated(type), CustomResourceDefinition.class);
    definition.getSpec().getNames().setCategories(List.of("all"));
    CustomResourceDefinitionVersion version = definition.getSpec().getVersions().getFirst();
    version.setAdditionalPrinterColumns(columns(type));
    complete(type, version.getSchema().getOpenAPIV3Schema());
    return definition;
  }

  /** The definition as the file that users apply. */
  static String yaml(CustomResourceDefinition definition) {
    return HEADER + YAML.asYaml(definition);
  }

  private static String generated(Class<? extends HasMetadata> type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new CRDGenerator()
        .customResourceClasses(List.of(type))
        .withOutput(new InMemory(bytes))
        .generate();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void complete(Class<?> type, JSONSchemaProps root) {
    root.setDescription(
        "An application: which stages run, how many replicas each has and how they scale.");
    SchemaCompletion completion = new SchemaCompletion();
    root.getProperties()
        .forEach((name, schema) -> completion.complete(recordOf(type, name), schema));
    root.getProperties().get("status").setDefault(NOT_OBSERVED);
  }

  static Class<?> recordOf(Class<?> type, String property) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equalsIgnoreCase("get" + property))
        .map(java.lang.reflect.Method::getReturnType)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(type + " has no property " + property));
  }

  /** Fabric8 sorts them by path; a reader wants them as declared. */
  private static List<CustomResourceColumnDefinition> columns(Class<?> type) {
    return Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(
            column ->
                new CustomResourceColumnDefinitionBuilder()
                    .withName(column.name())
                    .withType(column.type().getValue())
                    .withJsonPath(column.jsonPath())
                    .withDescription(column.getDescription())
                    .withPriority(column.priority() == 0 ? null : column.priority())
                    .build())
        .toList();
  }

  /** Takes what is generated without a file. */
  private record InMemory(ByteArrayOutputStream bytes)
      implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {

    @Override
    public ByteArrayOutputStream outputFor(String name) {
      return bytes;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
