package dev.serval.operator.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What is checked when a write comes to its turn. There is no API server that it could reach. */
class BoundedScaleWriterTest {

  @Test
  void whoNoLongerLeadsWritesNothing() {
    BoundedScaleWriter writer = new BoundedScaleWriter(null, Runnable::run, () -> false);

    assertThat(writer.write("shop", "ranker", 3, () -> true)).isCompletedWithValue(false);
  }

  @Test
  void whatIsNoLongerWantedIsNotWritten() {
    BoundedScaleWriter writer = new BoundedScaleWriter(null, Runnable::run, () -> true);

    assertThat(writer.write("shop", "ranker", 3, () -> false)).isCompletedWithValue(false);
  }

  @Test
  void whatIsWantedIsWritten() {
    BoundedScaleWriter writer = new BoundedScaleWriter(null, Runnable::run, () -> true);

    Assertions.assertThatThrownBy(() -> writer.write("shop", "ranker", 3, () -> true).join())
        .as("it tries to, without a client")
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(NullPointerException.class);
  }
}
