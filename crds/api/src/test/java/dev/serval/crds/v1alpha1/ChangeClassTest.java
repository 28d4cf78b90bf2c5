package dev.serval.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.schema.Change;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every field of the spec says what its change does. */
class ChangeClassTest {

  @Test
  void everyFieldOfTheSpecHasOne() {
    List<String> without = new ArrayList<>();
    collect(ServeApplicationSpec.class, "spec", without);

    assertThat(without).isEmpty();
  }

  private static void collect(Class<?> type, String path, List<String> without) {
    for (RecordComponent component : type.getRecordComponents()) {
      String at = path + '.' + component.getName();
      if (component.isAnnotationPresent(Change.class)) {
        continue;
      }
      Class<?> element = element(component);
      if (element.isRecord()) {
        collect(element, at, without);
      } else {
        without.add(at);
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
