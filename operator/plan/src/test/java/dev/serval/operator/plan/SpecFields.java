package dev.serval.operator.plan;

import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.v1alpha1.ServeApplicationSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.SortedMap;
import java.util.TreeMap;

/** The fields of the spec and the classes of their changes, as the records declare them. */
final class SpecFields {

  private SpecFields() {}

  /** By the path of the field, such as {@code spec.deployments.image}. */
  static SortedMap<String, ChangeClass> classes() {
    SortedMap<String, ChangeClass> classes = new TreeMap<>();
    collect(ServeApplicationSpec.class, "spec", classes);
    return classes;
  }

  private static void collect(Class<?> type, String path, SortedMap<String, ChangeClass> classes) {
    for (RecordComponent component : type.getRecordComponents()) {
      String at = path + '.' + component.getName();
      Change change = component.getAnnotation(Change.class);
      if (change == null) {
        collect(element(component), at, classes);
      } else {
        classes.put(at, change.value());
      }
    }
  }

  private static Class<?> element(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return (Class<?>) arguments[arguments.length - 1];
    }
    return component.getType();
  }
}
