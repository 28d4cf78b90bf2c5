package dev.serval.core.wire;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a connection keeps per stream, by the stream's number. Numbers are given out in sequence, so
 * a slot is the number's low bits and collisions are rare. Not thread safe.
 */
final class StreamTable<T> {

  private static final int SMALLEST = 64;
  private static final int GOLDEN_RATIO = 0x9e3779b9;

  private int[] numbers = new int[SMALLEST];
  private Object[] values = new Object[SMALLEST];
  private int size;

  int size() {
    return size;
  }

  /** The value of a stream, or {@code null}. */
  @SuppressWarnings("unchecked")
  T get(int number) {
    int slot = find(number);
    return slot < 0 ? null : (T) values[slot];
  }

  /** The first value that {@code wanted} accepts, or {@code null}. Looks at every stream. */
  @SuppressWarnings("unchecked")
  T find(Predicate<? super T> wanted) {
    for (Object value : values) {
      if (value != null && wanted.test((T) value)) {
        return (T) value;
      }
    }
    return null;
  }

  /** Hands each value to {@code action}, which may use the table; what it adds may be left out. */
  @SuppressWarnings("unchecked")
  void forEach(Consumer<? super T> action) {
    if (size == 0) {
      return;
    }
    for (Object value : values.clone()) {
      if (value != null) {
        action.accept((T) value);
      }
    }
  }

  void put(int number, T value) {
    if (size * 2 >= numbers.length) {
      grow();
    }
    insert(number, value);
  }

  /** Removes a stream and returns its value, or {@code null}. */
  @SuppressWarnings("unchecked")
  T remove(int number) {
    int slot = find(number);
    if (slot < 0) {
      return null;
    }
    T value = (T) values[slot];
    values[slot] = null;
    size--;
    closeGap(slot);
    return value;
  }

  /** Empties the table, handing each value to {@code action}, which may use the table. */
  @SuppressWarnings("unchecked")
  void drain(Consumer<? super T> action) {
    Object[] all = values.clone();
    Arrays.fill(values, null);
    size = 0;
    for (Object value : all) {
      if (value != null) {
        action.accept((T) value);
      }
    }
  }

  private void insert(int number, Object value) {
    int mask = numbers.length - 1;
    int slot = home(number);
    while (values[slot] != null) {
      slot = (slot + 1) & mask;
    }
    numbers[slot] = number;
    values[slot] = value;
    size++;
  }

  /** Where the search for a stream begins: the top bits of its hash. */
  private int home(int number) {
    return number * GOLDEN_RATIO >>> Integer.numberOfLeadingZeros(numbers.length) + 1;
  }

  private int find(int number) {
    int mask = numbers.length - 1;
    for (int slot = home(number); values[slot] != null; slot = (slot + 1) & mask) {
      if (numbers[slot] == number) {
        return slot;
      }
    }
    return -1;
  }

  /** Moves later entries of a probe sequence into the gap, so that no search ends too early. */
  private void closeGap(int gap) {
    int mask = numbers.length - 1;
    int hole = gap;
    for (int slot = (hole + 1) & mask; values[slot] != null; slot = (slot + 1) & mask) {
      if (((slot - home(numbers[slot])) & mask) >= ((slot - hole) & mask)) {
        numbers[hole] = numbers[slot];
        values[hole] = values[slot];
        values[slot] = null;
        hole = slot;
      }
    }
  }

  private void grow() {
    int[] oldNumbers = numbers;
    Object[] oldValues = values;
    numbers = new int[oldNumbers.length * 2];
    values = new Object[oldNumbers.length * 2];
    size = 0;
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != null) {
        insert(oldNumbers[i], oldValues[i]);
      }
    }
  }
}
