package dev.serval.quarkus.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** However many types of exceptions there are, few become labels. */
class ExceptionTypesTest {

  @Test
  void firstTwentyHaveTheirNamesAndOthersShareOne() {
    ExceptionTypes types = new ExceptionTypes();
    Throwable[] failures = failures();
    Set<String> names = new HashSet<>();
    for (Throwable failure : failures) {
      names.add(types.nameOf(failure));
    }

    assertThat(failures).hasSizeGreaterThan(ExceptionTypes.MOST + 1);
    assertThat(names).hasSize(ExceptionTypes.MOST + 1).contains(ExceptionTypes.OTHER);
    assertThat(types.nameOf(failures[0])).isEqualTo("RuntimeException");
    assertThat(types.nameOf(failures[failures.length - 1])).isEqualTo(ExceptionTypes.OTHER);
  }

  private static Throwable[] failures() {
    return new Throwable[] {
      new RuntimeException(),
      new IllegalStateException(),
      new IllegalArgumentException(),
      new NullPointerException(),
      new IndexOutOfBoundsException(),
      new ArrayIndexOutOfBoundsException(),
      new StringIndexOutOfBoundsException(),
      new ClassCastException(),
      new ArithmeticException(),
      new NumberFormatException(),
      new UnsupportedOperationException(),
      new ArrayStoreException(),
      new NegativeArraySizeException(),
      new SecurityException(),
      new InterruptedException(),
      new CloneNotSupportedException(),
      new ClassNotFoundException(),
      new NoSuchFieldException(),
      new NoSuchMethodException(),
      new InstantiationException(),
      new IllegalAccessException(),
      new IllegalMonitorStateException(),
      new StackOverflowError()
    };
  }
}
