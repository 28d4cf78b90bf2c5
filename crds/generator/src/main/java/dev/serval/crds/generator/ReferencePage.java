package dev.serval.crds.generator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.schema.Timespan;
import dev.serval.crds.schema.Within;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference of a resource: a table for each object, in the order of the records. */
final class ReferencePage {

  private final Class<? extends HasMetadata> resource;
  private final CustomResourceDefinition definition;
  private final Map<Class<?>, Section> sections = new LinkedHashMap<>();

  /**
   * @param type the resource, whose records give the order and the classes of change
   * @param definition what was made of it
   */
  ReferencePage(Class<? extends HasMetadata> type, CustomResourceDefinition definition) {
    this.resource = type;
    this.definition = definition;
  }

  /** The page in Markdown. */
  String write() {
    CustomResourceDefinitionVersion version = definition.getSpec().getVersions().getFirst();
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    for (String part : List.of("spec", "status")) {
      collect(DefinitionMaker.recordOf(resource, part), root.getProperties().get(part), part, null);
    }
    StringBuilder page = new StringBuilder(introduction(version));
    rules(page, root);
    sections.forEach((type, section) -> section(page, type, section));
    return page.toString();
  }

  private String introduction(CustomResourceDefinitionVersion version) {
    return """
    <!-- Generated from the records in crds/api. Change those, then run: make generate -->
    # %s

    `%s/%s`, %s, short name `%s`. %s A field that is not in these tables is refused by
    `kubectl apply`.

    The column *change* says what a change of the field does to what runs: *applied live*
    reaches the live replicas without a restart; *rolls the deployment* replaces the pods of the
    deployments concerned, and no others; *names the entry* means that another value is another
    entry. A duration is one to four numbers with a unit each, such as `500ms`, `30s` or `1h30m`.
    """
        .formatted(
            definition.getSpec().getNames().getKind(),
            definition.getSpec().getGroup(),
            version.getName(),
            definition.getSpec().getScope().toLowerCase(java.util.Locale.ROOT),
            String.join("`, `", definition.getSpec().getNames().getShortNames()),
            version.getSchema().getOpenAPIV3Schema().getDescription());
  }

  private void collect(Class<?> type, JSONSchemaProps schema, String path, ChangeClass inherited) {
    Section section =
        sections.computeIfAbsent(type, absent -> new Section(schema, new ArrayList<>(), inherited));
    section.paths().add(path);
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> element = RecordTypes.element(component);
      if (element.isRecord() && element != Timespan.class) {
        JSONSchemaProps field = schema.getProperties().get(component.getName());
        collect(
            element,
            SchemaCompletion.below(component, field),
            path + '.' + component.getName() + suffix(component),
            change(component, inherited));
      }
    }
  }

  private static String suffix(RecordComponent component) {
    if (RecordTypes.isList(component)) {
      return "[]";
    }
    return RecordTypes.isMap(component) ? ".*" : "";
  }

  private static ChangeClass change(RecordComponent component, ChangeClass inherited) {
    Change own = component.getAnnotation(Change.class);
    return own == null ? inherited : own.value();
  }

  private static void section(StringBuilder page, Class<?> type, Section section) {
    boolean changes = !section.paths().getFirst().startsWith("status");
    page.append("\n## ").append(type.getSimpleName()).append("\n\n");
    page.append("At ")
        .append(
            section.paths().stream()
                .map(path -> '`' + path + '`')
                .collect(Collectors.joining(", ")))
        .append(".\n\n");
    page.append(
        changes
            ? "| field | type | default | bounds | change | description |\n"
                + "|---|---|---|---|---|---|\n"
            : "| field | type | bounds | description |\n|---|---|---|---|\n");
    for (RecordComponent component : type.getRecordComponents()) {
      row(page, component, section, changes);
    }
    rules(page, section.schema());
  }

  private static void row(
      StringBuilder page, RecordComponent component, Section section, boolean changes) {
    JSONSchemaProps field = section.schema().getProperties().get(component.getName());
    boolean required = section.schema().getRequired().contains(component.getName());
    List<String> cells = new ArrayList<>();
    cells.add('`' + component.getName() + '`' + (required ? " (required)" : ""));
    cells.add(typeOf(component));
    if (changes) {
      cells.add(field.getDefault() == null ? "" : '`' + field.getDefault().toString() + '`');
    }
    cells.add(bounds(component, field));
    if (changes) {
      ChangeClass change = change(component, section.inherited());
      cells.add(change == null ? "by field" : change.text());
    }
    cells.add(field.getDescription() + fieldRules(component, field));
    page.append("| ")
        .append(cells.stream().map(ReferencePage::escaped).collect(Collectors.joining(" | ")))
        .append(" |\n");
  }

  private static String typeOf(RecordComponent component) {
    Class<?> element = RecordTypes.element(component);
    String name = element.isRecord() && element != Timespan.class ? link(element) : word(element);
    if (RecordTypes.isList(component)) {
      return "list of " + name;
    }
    return RecordTypes.isMap(component) ? "map to " + name : name;
  }

  private static String word(Class<?> type) {
    if (type.isEnum()) {
      return "enum";
    }
    return switch (type.getSimpleName()) {
      case "Integer", "Long" -> "integer";
      case "Double" -> "number";
      case "Boolean" -> "boolean";
      case "Timespan" -> "duration";
      default ->
          type == Quantity.class ? "quantity" : type == ObjectNode.class ? "any object" : "string";
    };
  }

  private static String link(Class<?> type) {
    String name = type.getSimpleName();
    return '[' + name + "](#" + name.toLowerCase(java.util.Locale.ROOT) + ')';
  }

  private static String bounds(RecordComponent component, JSONSchemaProps field) {
    Within within = component.getAnnotation(Within.class);
    if (within != null) {
      return within.min() + " to " + within.max();
    }
    if (field.getEnum() != null && !field.getEnum().isEmpty()) {
      return field.getEnum().stream()
          .map(value -> '`' + value.asText() + '`')
          .collect(Collectors.joining(", "));
    }
    List<String> bounds = new ArrayList<>();
    if (field.getMinimum() != null || field.getMaximum() != null) {
      String least = Boolean.TRUE.equals(field.getExclusiveMinimum()) ? "above " : "";
      bounds.add(range(least + number(field.getMinimum()), number(field.getMaximum()), ""));
    }
    sizes(bounds, field.getMinLength(), field.getMaxLength(), "characters");
    sizes(bounds, field.getMinItems(), field.getMaxItems(), "elements");
    sizes(bounds, field.getMinProperties(), field.getMaxProperties(), "fields");
    if (field.getPattern() != null) {
      bounds.add('`' + field.getPattern() + '`');
    }
    return String.join(", ", bounds);
  }

  private static void sizes(List<String> bounds, Long least, Long most, String of) {
    if (most != null) {
      bounds.add(range(String.valueOf(least == null ? 0 : least), String.valueOf(most), ' ' + of));
    }
  }

  private static String range(String least, String most, String of) {
    return most.isEmpty() ? "from " + least : least + " to " + most + of;
  }

  private static String number(Double value) {
    if (value == null) {
      return "";
    }
    return value == Math.rint(value) ? String.valueOf(value.longValue()) : value.toString();
  }

  /** Rules of one field; those of a duration are its bounds and stand there. */
  private static String fieldRules(RecordComponent component, JSONSchemaProps field) {
    if (component.isAnnotationPresent(Within.class)
        || RecordTypes.element(component).isRecord()
        || field.getXKubernetesValidations() == null) {
      return "";
    }
    return field.getXKubernetesValidations().stream()
        .map(rule -> " *" + sentence(rule.getMessage()) + '*')
        .collect(Collectors.joining());
  }

  private static void rules(StringBuilder page, JSONSchemaProps schema) {
    if (schema.getXKubernetesValidations() == null
        || schema.getXKubernetesValidations().isEmpty()) {
      return;
    }
    page.append("\nRules:\n\n");
    schema
        .getXKubernetesValidations()
        .forEach(rule -> page.append("- ").append(sentence(rule.getMessage())).append('\n'));
  }

  private static String sentence(String message) {
    return message + '.';
  }

  private static String escaped(String cell) {
    return cell.replace("|", "\\|");
  }

  private record Section(JSONSchemaProps schema, List<String> paths, ChangeClass inherited) {}
}
