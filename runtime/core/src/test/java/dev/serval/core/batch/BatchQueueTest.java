package dev.serval.core.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchQueueTest {

  private static final BatchOptions FOUR_OR_TEN_NANOS =
      new BatchOptions(4, Duration.ofNanos(10), 1);

  private final BatchQueue queue = new BatchQueue(new Callers("Ranker.rank"));
  private final List<BatchQueue.Left> left = new ArrayList<>();

  @Test
  void emptyQueueIsIdle() {
    assertThat(next(5)).isEqualTo(BatchQueue.IDLE);
  }

  @Test
  void waitsForTheOldestItemToBeDue() {
    add("a", 1, 100);
    add("b", 1, 105);

    assertThat(next(109)).isEqualTo(new BatchQueue.Wait(110));
    assertThat(items(next(110))).containsExactly("a", "b");
    assertThat(next(110)).isEqualTo(BatchQueue.IDLE);
  }

  @Test
  void runsAFullBatchAtOnceAndLeavesTheRest() {
    for (int i = 0; i < 6; i++) {
      add(i, 1, 100 + i);
    }

    assertThat(items(next(106))).containsExactly(0, 1, 2, 3);
    assertThat(next(106)).isEqualTo(new BatchQueue.Wait(114));
    assertThat(queue.size()).isEqualTo(2);
  }

  @Test
  void runTellsTheWeightsAndTheArrivalOfItsFirstItem() {
    add("a", 3, 100);
    add("b", 1, 101);

    BatchQueue.Run run = (BatchQueue.Run) next(102);

    assertThat(run.weights()).containsExactly(3, 1);
    assertThat(run.oldestArrival()).isEqualTo(100);
  }

  @Test
  void itemThatDoesNotFitMakesTheBatchFullAndOpensTheNext() {
    add("light", 2, 100);
    add("heavy", 3, 101);
    add("feather", 1, 102);

    assertThat(items(next(102))).containsExactly("light");
    assertThat(items(next(102))).containsExactly("heavy", "feather");
  }

  @Test
  void itemThatIsNotLiveDoesNotCountForSize() {
    add("a", 1, 100);
    add("b", 1, 100).cancel();
    add("c", 1, 100);
    add("d", 1, 100);

    assertThat(next(101)).isEqualTo(new BatchQueue.Wait(110));
    assertThat(left).extracting(gone -> gone.entry().item()).containsExactly("b");
    assertThat(left.getFirst().reason())
        .isInstanceOf(CallCancelledException.class)
        .hasMessageContaining("Ranker.rank");

    add("e", 1, 102);
    assertThat(items(next(102))).containsExactly("a", "c", "d", "e");
  }

  @Test
  void windowCountsFromTheOldestItemThatIsLive() {
    add("a", 1, 100).cancel();
    add("b", 1, 105);

    assertThat(next(110)).isEqualTo(new BatchQueue.Wait(115));
    assertThat(items(next(115))).containsExactly("b");
  }

  @Test
  void batchThatTurnsOutEmptyIsNoBatch() {
    add("a", 4, 100).cancel();
    add("b", 1, 100).cancel();

    assertThat(next(100)).isEqualTo(BatchQueue.IDLE);
    assertThat(left).hasSize(2);
    assertThat(queue.size()).isZero();
    assertThat(queue.weight()).isZero();
  }

  @Test
  void deadlineThatHasPassedMakesACallLeave() {
    queue.add(new RecordedCall("late", 108), 1, 100);
    add("b", 1, 100);

    assertThat(items(next(110))).containsExactly("b");
  }

  @Test
  void itemTooHeavyForOptionsThatChangedLeaves() {
    add("a", 5, 100);
    add("b", 1, 101);

    assertThat(items(next(111))).containsExactly("b");
    assertThat(left.getFirst().reason())
        .isInstanceOf(BadRequestException.class)
        .hasMessage("Item for batch method Ranker.rank weighs 5, but a batch holds 4 at most");
  }

  @Test
  void timeMayWrapAround() {
    add("a", 1, Long.MAX_VALUE - 4);

    assertThat(next(Long.MAX_VALUE)).isEqualTo(new BatchQueue.Wait(Long.MIN_VALUE + 5));
    assertThat(items(next(Long.MIN_VALUE + 5))).containsExactly("a");
  }

  @Test
  void purgeRemovesWhatIsNotLiveAndKeepsTheOrder() {
    add("a", 1, 100).cancel();
    add("b", 2, 101);
    add("c", 1, 102).cancel();
    add("d", 1, 103);

    queue.purge(104, 4, left);

    assertThat(left).extracting(gone -> gone.entry().item()).containsExactly("a", "c");
    assertThat(queue.weight()).isEqualTo(3);
    assertThat(items(next(111))).containsExactly("b", "d");
  }

  @Test
  void clearRemovesAll() {
    add("a", 1, 100);
    add("b", 2, 101);
    Exception reason = new Exception("closed");

    queue.clear(reason, left);

    assertThat(left).extracting(BatchQueue.Left::reason).containsExactly(reason, reason);
    assertThat(queue.size()).isZero();
    assertThat(queue.weight()).isZero();
  }

  @Test
  void behavesLikeAPlainListWhateverTheOrderOfEvents() {
    Random random = new Random(20250611);
    BatchQueue inbox = new BatchQueue(new Callers("Ranker.rank"));
    Deque<Object> expected = new ArrayDeque<>();
    for (int step = 0; step < 20_000; step++) {
      int burst = random.nextInt(random.nextInt(20) == 0 ? 200 : 6);
      for (int i = 0; i < burst; i++) {
        String item = step + "." + i;
        inbox.add(new RecordedCall(item), 1 + random.nextInt(4), step);
        expected.add(item);
      }
      if (random.nextBoolean()) {
        inbox.moveTo(queue);
      }
      int runs = random.nextInt(4);
      for (int i = 0; i < runs && next(step) instanceof BatchQueue.Run run; i++) {
        assertThat(Arrays.stream(run.weights()).sum()).isLessThanOrEqualTo(4);
        assertThat(items(run)).allSatisfy(item -> assertThat(item).isEqualTo(expected.remove()));
      }
      assertThat(inbox.size() + queue.size()).isEqualTo(expected.size());
    }
    inbox.moveTo(queue);
    while (next(Integer.MAX_VALUE) instanceof BatchQueue.Run run) {
      assertThat(items(run)).allSatisfy(item -> assertThat(item).isEqualTo(expected.remove()));
    }
    assertThat(expected).isEmpty();
    assertThat(queue.weight()).isZero();
  }

  private RecordedCall add(Object item, int weight, long arrival) {
    RecordedCall call = new RecordedCall(item);
    queue.add(call, weight, arrival);
    return call;
  }

  private BatchQueue.Decision next(long now) {
    return queue.next(now, FOUR_OR_TEN_NANOS, left);
  }

  private static List<Object> items(BatchQueue.Decision decision) {
    assertThat(decision).isInstanceOf(BatchQueue.Run.class);
    return Arrays.stream(((BatchQueue.Run) decision).entries()).map(BatchEntry::item).toList();
  }
}
