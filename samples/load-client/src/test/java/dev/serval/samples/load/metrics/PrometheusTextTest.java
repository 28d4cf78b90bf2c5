package dev.serval.samples.load.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {

  @Test
  void readsNamesLabelsAndValues() {
    String page =
        """
        # HELP serval_batch_size Items in a batch
        # TYPE serval_batch_size summary
        serval_batch_size_count{deployment="Ranker",method="rank",} 12.0
        plain 3
        spaced{ a="1" , b="2" } 4e3 1700000000
        escaped{text="a \\"b\\" } \\\\ \\n"} -1
        top{le="+Inf"} +Inf
        """;

    assertThat(PrometheusText.parse(page))
        .containsExactly(
            new Sample(
                "serval_batch_size_count", Map.of("deployment", "Ranker", "method", "rank"), 12),
            new Sample("plain", Map.of(), 3),
            new Sample("spaced", Map.of("a", "1", "b", "2"), 4000),
            new Sample("escaped", Map.of("text", "a \"b\" } \\ \n"), -1),
            new Sample("top", Map.of("le", "+Inf"), Double.POSITIVE_INFINITY));
  }

  @Test
  void leavesOutWhatItDoesNotUnderstand() {
    String page =
        """
        <html>
        open{a="b
        missing{a="b"}
        unquoted{a=b} 1
        good 1
        number many
        """;

    assertThat(PrometheusText.parse(page)).containsExactly(new Sample("good", Map.of(), 1));
  }
}
