package dev.serval.quarkus.runtime.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what is wrong with the JSON of a request: where it is, and not which classes read it. */
final class JsonErrors {

  private static final int LONGEST_VALUE = 64;

  private JsonErrors() {}

  /** The error, or {@code null} if the request is not to blame. */
  static HttpError of(JsonProcessingException failure) {
    if (failure instanceof InvalidDefinitionException) {
      return null;
    }
    Map<String, Object> details = new LinkedHashMap<>();
    String field = failure instanceof JsonMappingException at ? pathOf(at) : "";
    if (!field.isEmpty()) {
      details.put("field", field);
    }
    JsonLocation location = failure.getLocation();
    StringBuilder message = new StringBuilder("The JSON of the request");
    if (location != null && location.getLineNr() > 0) {
      details.put("line", location.getLineNr());
      details.put("column", location.getColumnNr());
      message
          .append(", line ")
          .append(location.getLineNr())
          .append(", column ")
          .append(location.getColumnNr());
    }
    message.append(": ").append(field.isEmpty() ? "" : field + ": ").append(reason(failure));
    return new HttpError(400, "MalformedJson", message.toString(), details);
  }

  private static String pathOf(JsonMappingException failure) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : failure.getPath()) {
      if (step.getFieldName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      } else if (step.getIndex() >= 0) {
        path.append('[').append(step.getIndex()).append(']');
      }
    }
    return path.toString();
  }

  private static String reason(JsonProcessingException failure) {
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
    return end < 0 ? text : text.substring(0, end);
  }
}
