package dev.serval.core.batch;

import static dev.serval.core.batch.BatchRig.WAIT;
import static dev.serval.core.batch.BatchRig.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serval.api.BatchItem;
import java.io.IOException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchResultsTest {

  private RecordedCall first;
  private RecordedCall second;
  private RecordedCall third;

  @Test
  void eachCallerGetsTheResultAtItsPlace() throws Exception {
    execute(items -> new LinkedList<>(List.of("x", "y", "z")));

    assertThat(first.result()).isEqualTo("x");
    assertThat(second.result()).isEqualTo("y");
    assertThat(third.result()).isEqualTo("z");
  }

  @Test
  void nullIsAResult() throws Exception {
    execute(items -> Arrays.asList("x", null, BatchItem.of(null)));

    assertThat(first.result()).isEqualTo("x");
    assertThat(second.result()).isNull();
    assertThat(third.result()).isNull();
  }

  @Test
  void itemsCannotBeModified() throws Exception {
    execute(
        items -> {
          assertThatExceptionOfType(UnsupportedOperationException.class)
              .isThrownBy(items::removeFirst);
          return items;
        });

    assertThat(first.result()).isEqualTo("a");
  }

  @Test
  void batchItemsAnswerTheirCallersOneByOne() throws Exception {
    IOException cause = new IOException("no such film");
    execute(items -> List.of(BatchItem.of("x"), BatchItem.failed(cause), "z"));

    assertThat(first.result()).isEqualTo("x");
    assertThat(second.error()).isSameAs(cause);
    assertThat(third.result()).isEqualTo("z");
  }

  @Test
  void answersOfStreamingBatchesAreErrorsOfTheirCallers() throws Exception {
    execute(items -> List.of(BatchItem.nothing(), BatchItem.end(), "z"));

    assertThat(first.error())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Ranker.rank")
        .hasMessageContaining("BatchItem.Nothing")
        .hasMessageContaining("streaming");
    assertThat(second.error()).hasMessageContaining("BatchItem.End");
    assertThat(third.result()).isEqualTo("z");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4})
  void wrongNumberOfResultsFailsEveryCaller(int results) throws Exception {
    execute(items -> Arrays.asList(new Object[results]));

    assertThat(first.error())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Ranker.rank")
        .hasMessageContaining("3 items")
        .hasMessageContaining(results == 1 ? "1 result," : results + " results");
    assertAllFailedWith(first.error());
  }

  @Test
  void nullInsteadOfAListFailsEveryCaller() throws Exception {
    execute(items -> null);

    assertThat(first.error())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Batch method Ranker.rank was given 3 items and made null, where a list of 3 results"
                + " is due");
    assertAllFailedWith(first.error());
  }

  @Test
  void anythingButAListFailsEveryCaller() throws Exception {
    execute(items -> "x, y, z");

    assertThat(first.error())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("java.lang.String");
    assertAllFailedWith(first.error());
  }

  @Test
  void listThatThrowsWhenReadFailsEveryCaller() throws Exception {
    IllegalArgumentException broken = new IllegalArgumentException("lazy");
    execute(
        items ->
            new AbstractList<Object>() {
              @Override
              public Object get(int index) {
                throw broken;
              }

              @Override
              public int size() {
                return 3;
              }
            });

    assertAllFailedWith(broken);
  }

  @Test
  void exceptionOfTheMethodReachesEveryCaller() throws Exception {
    IOException broken = new IOException("model is gone");
    execute(
        items -> {
          throw broken;
        });

    assertAllFailedWith(broken);
  }

  @Test
  void errorOfTheMethodReachesEveryCallerAndLeavesTheLaneIntact() throws Exception {
    OutOfMemoryError broken = new OutOfMemoryError("tensor");
    BatchRig rig =
        execute(
            items -> {
              if (items.contains("a")) {
                throw broken;
              }
              return items;
            });
    assertAllFailedWith(broken);

    List<RecordedCall> next = List.of(rig.submit("d"), rig.submit("e"), rig.submit("f"));
    rig.start();
    assertThat(next.getLast().result()).isEqualTo("f");
  }

  @Test
  void stackOverflowReachesEveryCaller() throws Exception {
    execute(items -> overflow(items.size()));

    assertThat(first.error()).isInstanceOf(StackOverflowError.class);
    assertAllFailedWith(first.error());
  }

  @Test
  void resultsMayComeLater() throws Exception {
    CompletableFuture<List<String>> later = new CompletableFuture<>();
    BatchRig rig = execute(items -> later);
    assertThat(first.ended()).isFalse();
    assertThat(rig.batcher.executing()).isEqualTo(3);

    later.complete(List.of("x", "y", "z"));
    assertThat(second.result()).isEqualTo("y");
    assertThat(rig.batcher.executing()).isZero();
  }

  @Test
  void resultsThatComeLaterAreCountedToo() throws Exception {
    execute(items -> CompletableFuture.completedFuture(List.of("x")));

    assertAllFailedWith(first.error());
    assertThat(first.error()).hasMessageContaining("3 items").hasMessageContaining("1 result");
  }

  @Test
  void failureThatComesLaterReachesEveryCaller() throws Exception {
    IOException broken = new IOException("model is gone");
    execute(items -> CompletableFuture.failedFuture(broken));

    assertAllFailedWith(broken);
  }

  @Test
  void failureOfAnEarlierStageIsUnwrapped() throws Exception {
    IOException broken = new IOException("model is gone");
    execute(items -> CompletableFuture.failedFuture(broken).thenApply(nothing -> items));

    assertAllFailedWith(broken);
  }

  @Test
  void callerThatThrowsDoesNotBreakTheOthers() throws Exception {
    BatchRig rig = new BatchRig(options(3, WAIT, 1), items -> items);
    rig.submit(new ThrowingCall("a"));
    RecordedCall second = rig.submit("b");
    rig.submit(new ThrowingCall("c"));
    rig.start();

    assertThat(second.result()).isEqualTo("b");
    assertThat(rig.batcher.executing()).isZero();
  }

  @Test
  void callerThatThrowsWhenItFailsDoesNotBreakTheOthers() throws Exception {
    IOException broken = new IOException("model is gone");
    BatchRig rig =
        new BatchRig(
            options(2, WAIT, 1),
            items -> {
              throw broken;
            });
    rig.submit(new ThrowingCall("a"));
    RecordedCall second = rig.submit("b");
    rig.start();

    assertThat(second.error()).isSameAs(broken);
  }

  @Test
  void observerThatThrowsDoesNotBreakTheCallers() throws Exception {
    BatchRig rig = new BatchRig(options(1, WAIT, 1));
    Batcher batcher =
        new Batcher(
            "Ranker.rank",
            options(1, WAIT, 1),
            item -> 1,
            items -> items,
            Runnable::run,
            rig.time,
            (size, limit, wait, execution) -> {
              throw new IllegalStateException("no meter");
            });
    RecordedCall call = new RecordedCall("a");
    batcher.submit(call);

    assertThat(call.result()).isEqualTo("a");
    assertThat(batcher.executing()).isZero();
  }

  private BatchRig execute(BatchMethod body) {
    BatchRig rig = new BatchRig(options(3, WAIT, 1), body);
    first = rig.submit("a");
    second = rig.submit("b");
    third = rig.submit("c");
    rig.start();
    return rig;
  }

  private void assertAllFailedWith(Throwable error) throws Exception {
    for (RecordedCall call : List.of(first, second, third)) {
      assertThat(call.error()).isSameAs(error);
      assertThat(call.ends()).isEqualTo(1);
    }
  }

  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  private static final class ThrowingCall extends RecordedCall {

    ThrowingCall(Object item) {
      super(item);
    }

    @Override
    public void complete(Object result) {
      throw new IllegalStateException("connection is gone");
    }

    @Override
    public void fail(Throwable error) {
      throw new StackOverflowError("deep");
    }
  }
}
