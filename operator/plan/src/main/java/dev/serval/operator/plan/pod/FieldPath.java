package dev.serval.operator.plan.pod;

import com.fasterxml.jackson.databind.JsonMappingException;

/** Where in a tree something is wrong. */
final class FieldPath {

  private FieldPath() {}

  /** Such as {@code .spec.containers[0].image}. */
  static String of(JsonMappingException wrong) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference at : wrong.getPath()) {
      if (at.getFieldName() == null) {
        path.append('[').append(at.getIndex()).append(']');
      } else {
        path.append('.').append(at.getFieldName());
      }
    }
    return path.toString();
  }
}
