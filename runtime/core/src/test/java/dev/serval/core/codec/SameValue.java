package dev.serval.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Equality that looks into arrays, also those in records, and tells NaN from numbers, -0 from 0.
 */
final class SameValue {

  private SameValue() {}

  static void assertSame(Object expected, Object actual) {
    assertThat(comparable(actual)).isEqualTo(comparable(expected));
  }

  private static Object comparable(Object value) {
    return switch (value) {
      case null -> "null";
      case ArrayDeque<?> deque -> new ArrayList<>(deque);
      case Record record -> components(record);
      case Object array when array.getClass().isArray() -> elements(array);
      default -> value;
    };
  }

  private static List<Object> components(Record record) {
    List<Object> components = new ArrayList<>(List.of(record.getClass()));
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        components.add(comparable(component.getAccessor().invoke(record)));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return components;
  }

  private static List<Object> elements(Object array) {
    List<Object> elements = new ArrayList<>(List.of(array.getClass()));
    for (int i = 0; i < Array.getLength(array); i++) {
      elements.add(comparable(Array.get(array, i)));
    }
    return elements;
  }
}
