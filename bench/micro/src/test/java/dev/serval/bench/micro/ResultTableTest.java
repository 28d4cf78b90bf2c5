package dev.serval.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {

  @Test
  void leavesOutWhatAllNamesShare() {
    assertThat(ResultTable.shortName("dev.serval.bench.micro.CodecBenchmark.encode"))
        .isEqualTo("Codec.encode");
  }

  @Test
  void givesSmallNumbersDecimals() {
    assertThat(ResultTable.number(1.2345)).isEqualTo("1.23");
    assertThat(ResultTable.number(12.345)).isEqualTo("12.3");
    assertThat(ResultTable.number(1234.5)).isEqualTo("1235");
    assertThat(ResultTable.number(Double.NaN)).isEqualTo("?");
  }

  @Test
  void alignsWordsLeftAndNumbersRight() {
    String table =
        ResultTable.format(
            List.of(
                List.of("benchmark", "params", "ns/op", "± error", "B/op"),
                List.of("Codec.encode", "codec=fory", "12.3", "0.10", "8")));

    assertThat(table)
        .isEqualTo(
            """
            benchmark     params      ns/op  ± error  B/op
            Codec.encode  codec=fory   12.3     0.10     8
            """);
  }
}
