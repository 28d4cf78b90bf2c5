package dev.serval.crds.v1alpha1.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates the rules of a schema as an API server does, with the two functions of lists used. */
final class CelRules {

  private static final Cel CEL =
      CelFactory.standardCelBuilder()
          .setOptions(CelOptions.current().enableHeterogeneousNumericComparisons(true).build())
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .addFunctionDeclarations(
              CelFunctionDecl.newFunctionDeclaration(
                  "sum",
                  CelOverloadDecl.newMemberOverload(
                      "list_sum", SimpleType.INT, ListType.create(SimpleType.DYN))),
              CelFunctionDecl.newFunctionDeclaration(
                  "isSorted",
                  CelOverloadDecl.newMemberOverload(
                      "list_is_sorted", SimpleType.BOOL, ListType.create(SimpleType.DYN))))
          .addFunctionBindings(
              CelFunctionBinding.from("list_sum", List.class, CelRules::sum),
              CelFunctionBinding.from("list_is_sorted", List.class, CelRules::isSorted))
          .build();

  private CelRules() {}

  /** The rules of {@code schema} that {@code value} breaks, and below it. */
  static List<String> errors(JsonNode schema, JsonNode value, String path) {
    List<String> errors = new ArrayList<>();
    schema
        .path("x-kubernetes-validations")
        .forEach(
            rule -> {
              if (!holds(rule.get("rule").asText(), schema, value)) {
                String field = path + rule.path("fieldPath").asText("");
                errors.add(field + ": Invalid value: " + message(rule, schema, value));
              }
            });
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              if (value.has(property.getKey())) {
                errors.addAll(
                    errors(
                        property.getValue(),
                        value.get(property.getKey()),
                        path.isEmpty() ? property.getKey() : path + '.' + property.getKey()));
              }
            });
    JsonNode values = schema.path("additionalProperties");
    if (values.isObject()) {
      value
          .properties()
          .forEach(
              entry ->
                  errors.addAll(
                      errors(values, entry.getValue(), path + '[' + entry.getKey() + ']')));
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        errors.addAll(errors(schema.path("items"), value.get(i), path + '[' + i + ']'));
      }
    }
    return errors;
  }

  private static boolean holds(String rule, JsonNode schema, JsonNode value) {
    try {
      return (Boolean) eval(rule, schema, value);
    } catch (CelEvaluationException e) {
      return false;
    }
  }

  private static String message(JsonNode rule, JsonNode schema, JsonNode value) {
    if (!rule.has("messageExpression")) {
      return rule.get("message").asText();
    }
    String expression = rule.get("messageExpression").asText();
    try {
      return (String) eval(expression, schema, value);
    } catch (CelEvaluationException e) {
      throw new AssertionError("no message comes of " + expression, e);
    }
  }

  private static Object eval(String expression, JsonNode schema, JsonNode value)
      throws CelEvaluationException {
    try {
      return CEL.createProgram(CEL.compile(expression).getAst())
          .eval(Map.of("self", asCel(schema, value)));
    } catch (CelValidationException e) {
      throw new AssertionError("does not compile: " + expression, e);
    }
  }

  private static Object asCel(JsonNode schema, JsonNode value) {
    if (value.isObject()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      value
          .properties()
          .forEach(
              field -> {
                JsonNode below = schema.path("properties").path(field.getKey());
                fields.put(
                    field.getKey(),
                    asCel(
                        below.isMissingNode() ? schema.path("additionalProperties") : below,
                        field.getValue()));
              });
      return fields;
    }
    if (value.isArray()) {
      List<Object> elements = new ArrayList<>();
      value.forEach(element -> elements.add(asCel(schema.path("items"), element)));
      return elements;
    }
    if (value.isNumber()) {
      boolean whole = value.isIntegralNumber() && !schema.path("type").asText().equals("number");
      return whole ? (Object) value.longValue() : (Object) value.doubleValue();
    }
    return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
  }

  private static long sum(List<?> numbers) {
    return numbers.stream().mapToLong(number -> (Long) number).sum();
  }

  private static boolean isSorted(List<?> numbers) {
    List<Long> values = numbers.stream().map(number -> (Long) number).toList();
    return values.equals(values.stream().sorted().toList());
  }
}
