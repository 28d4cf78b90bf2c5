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
  void countsAnswersThatDifferByTheirRequestIdAsOneKind() {
    String answer =
        "HTTP 503 {\"error\":{\"type\":\"BackPressure\",\"message\":\"%s has 16 requests waiting"
            + " already (maxQueuedRequests)\",\"requestId\":\"%s\"}}";
    errors.add(answer.formatted("RecommendationService", "k3vq8hz0ag000001x"));
    errors.add(answer.formatted("RecommendationService", "zzkwqhmtag00000a7"));
    errors.add(answer.formatted("RecommendationService", "client-chose-this-7"));
    errors.add(answer.formatted("LanguageService", "k3vq8hz0ag0000020"));

    assertThat(errors.kinds()).extracting(ErrorExamples.Kind::count).containsExactly(3L, 1L);
  }

  @Test
  void countsLongAnswersThatDifferWhereTheyAreCutOffAsOneKind() {
    errors.add("x ".repeat(95) + "request k3vq8hz0ag000001x");
    errors.add("x ".repeat(95) + "request abcdefghag0000020");

    assertThat(errors.kinds()).extracting(ErrorExamples.Kind::count).containsExactly(2L);
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
