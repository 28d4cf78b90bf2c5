package dev.serval.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoadResultTest {

  @Test
  void findsTheLineAmongTheRest() {
    LoadResult result =
        LoadResult.parse(
            """
            Running 8s test @ http://127.0.0.1:20000/noop
            Requests/sec:  12345.67
            result calls=800 seconds=8.000000 p50_us=180.5 p99_us=2800.0 errors=0
            """);

    assertThat(result).isEqualTo(new LoadResult(800, 8, 180.5, 2800, 0, ""));
    assertThat(result.rate()).isEqualTo(100);
  }

  @Test
  void anAnswerWithAnErrorStatusIsNoThroughput() {
    LoadResult result =
        LoadResult.parse(
            "result calls=800 seconds=8 p50_us=1 p99_us=2 errors=403"
                + " detail=connect:0,read:3,write:0,timeout:0,status:400");

    assertThat(result.errors()).isEqualTo(403);
    assertThat(result.rate()).isEqualTo(50);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> LoadResult.parse("unable to connect"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("no result line")
        .hasMessageContaining("unable to connect");
    assertThatThrownBy(() -> LoadResult.parse("result calls=1 seconds=1 p50_us=1 errors=0"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("no p99_us");
    assertThatThrownBy(
            () -> LoadResult.parse("result calls=x seconds=1 p50_us=1 p99_us=1 errors=0"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("Not a result line");
  }
}
