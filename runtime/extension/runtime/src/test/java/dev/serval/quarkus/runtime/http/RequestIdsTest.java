package dev.serval.quarkus.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ids are unique, and only those of clients are passed on that cannot do harm. */
class RequestIdsTest {

  @Test
  void areUniqueAndAcceptable() {
    Set<String> seen = new HashSet<>();
    RequestIds first = new RequestIds();
    RequestIds second = new RequestIds();
    for (int i = 0; i < 10_000; i++) {
      String id = first.next();
      assertThat(RequestIds.acceptable(id)).isTrue();
      assertThat(seen.add(id)).isTrue();
      assertThat(seen.add(second.next())).isTrue();
    }
  }

  @Test
  void onlyPrintableAsciiOfBoundedLengthIsAccepted() {
    assertThat(RequestIds.acceptable("a b~!")).isTrue();
    assertThat(RequestIds.acceptable("x".repeat(128))).isTrue();
    assertThat(RequestIds.acceptable("x".repeat(129))).isFalse();
    assertThat(RequestIds.acceptable("")).isFalse();
    assertThat(RequestIds.acceptable(null)).isFalse();
    assertThat(RequestIds.acceptable("line\nbreak")).isFalse();
    assertThat(RequestIds.acceptable("\u007f")).isFalse();
    assertThat(RequestIds.acceptable("gr\u00fc\u00df")).isFalse();
  }
}
