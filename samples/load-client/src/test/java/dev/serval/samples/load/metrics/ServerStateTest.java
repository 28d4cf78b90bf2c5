package dev.serval.samples.load.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.samples.load.metrics.ServerState.Batches;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerStateTest {

  private static ServerState state(String page) {
    return ServerState.of(PrometheusText.parse(page));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"serval_batch_size", "serval_actual_batch_size", "serval_batch_size_items"})
  void findsBatchSizes(String name) {
    ServerState state =
        state(
            """
            %1$s_bucket{deployment="A",method="m",le="8"} 4
            %1$s_count{deployment="A",method="m",replica="1"} 10
            %1$s_sum{deployment="A",method="m",replica="1"} 90
            %1$s_count{deployment="A",method="m",replica="2"} 10
            %1$s_sum{deployment="A",method="m",replica="2"} 10
            %1$s_max{deployment="A",method="m",replica="2"} 32
            """
                .formatted(name));

    assertThat(state.batches()).isEqualTo(Map.of("A.m", new Batches(20, 100)));
    assertThat(state.batches().get("A.m").meanSize()).isEqualTo(5);
  }

  @Test
  void addsUpQueuesOfCallsButNotOfBatches() {
    ServerState state =
        state(
            """
            serval_handle_queued_requests{deployment="A"} 3
            serval_handle_queued_requests{deployment="B"} 4
            serval_handle_queued_requests{deployment="C"} NaN
            serval_handle_queued_total 1000
            serval_batch_queue_length{deployment="A"} 50
            vertx_queue_length 9
            """);

    assertThat(state.queued()).hasValue(7);
  }

  @Test
  void saysNothingOfWhatIsAbsent() {
    ServerState state = state("jvm_threads_live_threads 30");

    assertThat(state.batches()).isEmpty();
    assertThat(state.queued()).isEmpty();
    assertThat(state.backPressured()).isEmpty();

    Meanwhile meanwhile = new Meanwhile();
    assertThat(meanwhile.summary()).isEmpty();
    meanwhile.look(state);
    meanwhile.look(state);
    assertThat(meanwhile.summary()).isEmpty();
  }

  @Test
  void comparesWithWhatWasBefore() {
    ServerState before =
        state(
            """
            serval_batch_size_count{deployment="A",method="m"} 100
            serval_batch_size_sum{deployment="A",method="m"} 200
            serval_batch_size_count{deployment="B",method="idle"} 7
            serval_batch_size_sum{deployment="B",method="idle"} 7
            serval_handle_back_pressured_total{deployment="A"} 5
            """);
    ServerState after =
        state(
            """
            serval_batch_size_count{deployment="A",method="m"} 110
            serval_batch_size_sum{deployment="A",method="m"} 520
            serval_batch_size_count{deployment="B",method="idle"} 7
            serval_batch_size_sum{deployment="B",method="idle"} 7
            serval_handle_back_pressured_total{deployment="A"} 9
            """);

    assertThat(after.batchesSince(before)).isEqualTo(Map.of("A.m", new Batches(10, 320)));
    assertThat(after.backPressuredSince(before)).hasValue(4);

    Meanwhile meanwhile = new Meanwhile();
    meanwhile.look(before);
    meanwhile.look(after);
    assertThat(meanwhile.meanBatch()).isEqualTo(32);
    assertThat(meanwhile.summary())
        .contains("A.m: 10 of 32.0 items on average")
        .contains("refused   4 calls")
        .doesNotContain("idle")
        .doesNotContain("queued");
  }
}
