package dev.serval.quarkus.runtime.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says which fields of a request break which constraints. */
final class ViolationErrors {

  private ViolationErrors() {}

  /** The error, or {@code null} if the response is to blame and not the request. */
  static HttpError of(Set<ConstraintViolation<?>> violations) {
    List<Map<String, Object>> fields = new ArrayList<>();
    for (ConstraintViolation<?> violation : violations) {
      if (ofResult(violation.getPropertyPath())) {
        return null;
      }
      Map<String, Object> field = new LinkedHashMap<>();
      field.put("field", fieldOf(violation.getPropertyPath()));
      field.put("message", violation.getMessage());
      field.put(
          "constraint",
          violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName());
      fields.add(field);
    }
    fields.sort(Comparator.comparing(field -> field.get("field") + " " + field.get("message")));
    String message =
        fields.stream()
            .map(field -> field.get("field") + ": " + field.get("message"))
            .collect(Collectors.joining("; "));
    return new HttpError(400, "ValidationFailed", message, Map.of("violations", fields));
  }

  private static boolean ofResult(Path path) {
    for (Path.Node node : path) {
      if (node.getKind() == ElementKind.RETURN_VALUE) {
        return true;
      }
    }
    return false;
  }

  /** Without the method, and without the parameter if it is the body, which has no name in JSON. */
  private static String fieldOf(Path path) {
    StringBuilder field = new StringBuilder();
    String parameter = "";
    for (Path.Node node : path) {
      switch (node.getKind()) {
        case METHOD, CONSTRUCTOR -> {
          // Known to the server alone.
        }
        case PARAMETER -> parameter = node.getName();
        default -> append(field, node);
      }
    }
    return field.isEmpty() ? parameter : field.toString();
  }

  private static void append(StringBuilder field, Path.Node node) {
    if (node.isInIterable()) {
      Object at = node.getKey() == null ? node.getIndex() : node.getKey();
      field.append('[').append(at == null ? "" : at).append(']');
    }
    String name = node.getName();
    if (name != null && !name.startsWith("<")) {
      field.append(field.isEmpty() ? "" : ".").append(name);
    }
  }
}
