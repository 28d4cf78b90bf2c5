package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.Batch;
import dev.serval.api.BatchItem;
import dev.serval.api.CpuBound;
import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.api.error.StageFailedException;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Batch methods of every form, package-private ones among them. */
class BatchingTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(BatchingTest.class));

  public record Sized(int value, int batch) {}

  interface Squares {
    CompletableFuture<Sized> square(int value);

    CompletableFuture<Integer> weighed(int weight);

    int root(int value);

    String where(int value);

    Uni<Integer> later(int value);

    Multi<Integer> countdown(int from);
  }

  public static class ItsValue implements ToIntFunction<Integer> {
    @Override
    public int applyAsInt(Integer value) {
      return value;
    }
  }

  @Stage("Squares")
  public static class SquaresStage {
    @Batch(maxSize = 4, maxWait = "60s")
    List<Sized> square(List<Integer> values) {
      return values.stream().map(value -> new Sized(value * value, values.size())).toList();
    }

    @Batch(maxSize = 10, maxWait = "60s", weigher = ItsValue.class)
    List<Integer> weighed(List<Integer> weights) {
      return weights.stream().map(weight -> weights.size()).toList();
    }

    @Batch(maxWait = "0")
    List<BatchItem<Integer>> root(List<Integer> values) {
      return values.stream()
          .map(
              value ->
                  value < 0
                      ? BatchItem.<Integer>failed(new ArithmeticException(value + " has no root"))
                      : BatchItem.of((int) Math.sqrt(value)))
          .toList();
    }

    @CpuBound
    @Batch(maxWait = "0")
    List<String> where(List<Integer> values) {
      return values.stream().map(value -> Thread.currentThread().getName()).toList();
    }

    @Batch(maxWait = "0")
    Uni<List<Integer>> later(List<Integer> values) {
      return Uni.createFrom().item(values);
    }

    @Batch(maxWait = "0")
    Multi<List<BatchItem<Integer>>> countdown(List<Integer> from) {
      return Multi.createFrom()
          .range(0, 10)
          .map(
              round ->
                  from.stream()
                      .map(
                          start ->
                              start > round
                                  ? BatchItem.of(start - round)
                                  : BatchItem.<Integer>end())
                      .toList());
    }
  }

  @Inject @Handle Squares squares;

  @Test
  void fullBatchesAreExecutedTogether() {
    List<CompletableFuture<Sized>> results =
        IntStream.range(0, 4).mapToObj(squares::square).toList();
    for (int i = 0; i < 4; i++) {
      assertThat(results.get(i).join()).isEqualTo(new Sized(i * i, 4));
    }
  }

  @Test
  void weightFillsABatch() {
    CompletableFuture<Integer> light = squares.weighed(4);
    CompletableFuture<Integer> heavy = squares.weighed(6);
    assertThat(light.join()).isEqualTo(2);
    assertThat(heavy.join()).isEqualTo(2);
  }

  @Test
  void anItemFailsAlone() {
    assertThat(squares.root(81)).isEqualTo(9);
    assertThatThrownBy(() -> squares.root(-1))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("-1 has no root");
  }

  @Test
  void cpuBoundBatchesRunOnTheCpuPool() {
    assertThat(squares.where(1)).startsWith("stage-cpu-");
  }

  @Test
  void batchesMayBeAsynchronous() {
    assertThat(squares.later(7).await().atMost(Duration.ofSeconds(10))).isEqualTo(7);
  }

  @Test
  void batchesMayStream() {
    assertThat(squares.countdown(3).collect().asList().await().atMost(Duration.ofSeconds(10)))
        .containsExactly(3, 2, 1);
  }
}
