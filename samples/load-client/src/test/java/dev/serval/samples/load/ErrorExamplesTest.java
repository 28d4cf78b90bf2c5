package dev.serval.samples.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorExamplesTest {

  private final ErrorExamples errors = new ErrorExamples();

  @Test
  void countsMessagesThatDifferByNumbersOnlyAsOneKind() {
    errors.add("user 7 failed, request 0f8fad5b-d9cb-469f-a165-70867728950e");
    errors.add("user 9 failed, request 11111111-d9cb-469f-a165-70867728950e");
    errors.add("other");

    assertThat(errors.kinds()).extracting(ErrorExamples.Kind::count).containsExactly(2L, 1L);
    assertThat(errors.kinds())
        .extracting(ErrorExamples.Kind::example)
        .containsExactly("user 7 failed, request 0f8fad5b-d9cb-469f-a165-70867728950e", "other");
  }

  @Test
  void keepsTheFirstFewKindsAlone() {
    for (char kind = 'p'; kind < 'z'; kind++) {
      errors.add("kind " + kind);
    }

    assertThat(errors.kinds()).hasSize(ErrorExamples.MOST_KINDS);
    assertThat(errors.others()).isEqualTo(10 - ErrorExamples.MOST_KINDS);
  }

  @Test
  void shortensLongMessagesToOneLine() {
    errors.add("a\n b " + "x".repeat(5_000));

    assertThat(errors.kinds().iterator().next().example()).startsWith("a b xxx").hasSize(201);
  }
}
