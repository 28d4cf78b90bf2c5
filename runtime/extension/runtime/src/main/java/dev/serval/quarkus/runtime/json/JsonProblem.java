package dev.serval.quarkus.runtime.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** Says what is wrong with what a user wrote: where it is, and not which classes read it. */
public final class JsonProblem {

  private static final int LONGEST_VALUE = 64;

  /** Where the parser thinks that something began, in words for programmers. */
  private static final String PARSER_PLACE = " \\(start marker at \\[Source: [^]]*]\\)";

  private JsonProblem() {}

  /** Where it is, such as {@code weights[1].name}; empty if the whole is wrong. */
  public static String fieldOf(JsonProcessingException failure) {
    if (!(failure instanceof JsonMappingException mapping)) {
      return "";
    }
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      if (step.getFieldName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      } else if (step.getIndex() >= 0) {
        path.append('[').append(step.getIndex()).append(']');
      }
    }
    return path.toString();
  }

  /** What it is, on one line. */
  public static String reasonOf(JsonProcessingException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown ->
          "is not a known field; there are " + names(unknown.getKnownPropertyIds());
      case InvalidFormatException wrong ->
          shown(wrong.getValue()) + " is not " + typeName(wrong.getTargetType());
      case MismatchedInputException wrong ->
          wrong.getTargetType() == null
              ? firstLine(wrong.getOriginalMessage())
              : "cannot be read as " + typeName(wrong.getTargetType());
      case ValueInstantiationException refused when refused.getCause() != null ->
          firstLine(String.valueOf(refused.getCause().getMessage()));
      case JsonMappingException mapping
          when mapping.getCause() instanceof JsonProcessingException inner ->
          firstLine(inner.getOriginalMessage());
      default -> firstLine(failure.getOriginalMessage());
    };
  }

  private static String names(Collection<Object> known) {
    return known == null || known.isEmpty()
        ? "none"
        : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String shown(Object value) {
    String text = String.valueOf(value);
    boolean fits = text.length() <= LONGEST_VALUE;
    return '"' + (fits ? text : text.substring(0, LONGEST_VALUE) + "...") + '"';
  }

  private static String typeName(Class<?> type) {
    if (type == null) {
      return "what is expected";
    }
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type.getName().startsWith("java.") ? "a " + type.getSimpleName() : "an object";
  }

  private static String firstLine(String text) {
    if (text == null) {
      return "cannot be read";
    }
    int end = text.indexOf('\n');
    return (end < 0 ? text : text.substring(0, end)).replaceAll(PARSER_PLACE, "");
  }
}
