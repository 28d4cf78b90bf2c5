package dev.serval.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClientFiguresTest {

  private static final String PRINTED =
      """
      16 users, 20 s, POST http://127.0.0.1:8000/recommend
        time     req/s       ok    4xx    503  errors    p50 ms    p99 ms   queued   batch
          1s       131      131      0      0       0       102       565        -       -

      requests  262 in 2.0 s, 131/s (130/s served)
      latency   p50 102   p90 140   p99 565   max 612 ms
      status    200: 259  503: 2  no answer: 1
             2× HTTP 503 {}
             1× closed
      """;

  @Test
  void readsTheSummary() {
    ClientFigures figures = ClientFigures.read(PRINTED);

    assertThat(figures.requests()).isEqualTo(262);
    assertThat(figures.failed()).isEqualTo(3);
    assertThat(figures.p50Millis()).isEqualTo(102);
    assertThat(figures.p99Millis()).isEqualTo(565);
    assertThat(figures.toString()).startsWith("requests  262").contains("2× HTTP 503 {}");
  }

  @Test
  void noFiguresAreSaidWithWhatWasPrinted() {
    assertThatThrownBy(() -> ClientFigures.read("Nothing listens at http://127.0.0.1:8000"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Nothing listens");
  }
}
