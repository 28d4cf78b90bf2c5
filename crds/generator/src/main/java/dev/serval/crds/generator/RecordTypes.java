package dev.serval.crds.generator;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/** What the components of a record are, seen from the schema. */
final class RecordTypes {

  private RecordTypes() {}

  /** The type of the component itself, of its elements if it is a list, of its values if a map. */
  static Class<?> element(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return (Class<?>) arguments[arguments.length - 1];
    }
    return component.getType();
  }

  static boolean isList(RecordComponent component) {
    return component.getType() == List.class;
  }

  static boolean isMap(RecordComponent component) {
    return component.getType() == Map.class;
  }
}
