package dev.serval.core.local;

import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.PUBLISHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.BatchItem;
import dev.serval.api.error.BackPressureException;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.call.StreamCall;
import dev.serval.core.call.Together;
import dev.serval.core.codec.Codec;
import dev.serval.core.stage.TestStage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a streaming batch when its callers fail, fall behind or go. */
@Timeout(120)
class LocalBatchStreamTest {

  private final AtomicInteger batches = new AtomicInteger();

  @Test
  void aCallerThatFallsTooFarBehindLosesItsStreamAndTheLaneIsFree() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 1, 1, null)) {
      TestSubscriber subscriber = new TestSubscriber();
      StreamCall call = TestSubscriber.subscribe(rig, "rank", subscriber, "a");
      call.request(2);
      rounds.awaitRequest(1);
      for (int i = 0; i < 2 + 1_024; i++) {
        rounds.next(List.of("e" + i));
      }
      assertThat(subscriber.elements()).containsExactly("e0", "e1");
      assertThat(subscriber.ended()).as("1,024 elements are held for it").isFalse();

      rounds.next(List.of("one too many"));

      assertThat(subscriber.error())
          .isInstanceOf(BackPressureException.class)
          .hasMessage("Shop.rank: the caller is 1024 elements behind");
      assertThat(rounds.cancelled).isTrue();
      assertThat(rounds.requested).as("no round for nobody").isEqualTo(2 + 1_024 + 1);
      rig.untilIdle();
      nextBatchRuns(rig, rounds);
    }
  }

  @Test
  void anElementThatCannotTravelFailsItsCallerAndTheLaneIsFree() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 1, 1, new TextCodec())) {
      TestSubscriber subscriber = new TestSubscriber();
      TestSubscriber.subscribe(rig, "rank", subscriber, "a").request(5);
      rounds.awaitRequest(1);
      rounds.next(List.of("e0"));

      rounds.next(List.of(1));

      assertThat(subscriber.elements()).containsExactly("e0~");
      assertThat(subscriber.error()).hasMessageContaining("Shop.rank element");
      assertThat(rounds.cancelled).isTrue();
      rig.untilIdle();
      nextBatchRuns(rig, rounds);
    }
  }

  @Test
  void aCallerThatFailsLeavesTheOthersTheirStream() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 2, 2, new TextCodec())) {
      TestSubscriber failing = new TestSubscriber();
      TestSubscriber sound = new TestSubscriber();
      TestSubscriber.subscribe(rig, "rank", failing, "a").request(5);
      TestSubscriber.subscribe(rig, "rank", sound, "b").request(5);
      rounds.awaitRequest(1);

      rounds.next(List.of(1, "b0"));
      assertThat(failing.ended()).isTrue();
      assertThat(rounds.cancelled).isFalse();
      rounds.next(List.of("ignored", "b1"));
      rounds.complete();

      assertThat(failing.elements()).isEmpty();
      assertThat(failing.ends()).isEqualTo(1);
      assertThat(sound.elements()).containsExactly("b0~", "b1~");
      assertThat(sound.ends()).isEqualTo(1);
      rig.untilIdle();
    }
  }

  @Test
  void aStreamThatNobodyWantsIsCancelledAlthoughNoFurtherRoundComes() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 2, 2, null)) {
      StreamCall first = TestSubscriber.subscribe(rig, "rank", new TestSubscriber(), "a");
      TestSubscriber second = new TestSubscriber();
      TestSubscriber.subscribe(rig, "rank", second, "b").request(5);
      rounds.awaitRequest(1);
      first.cancel();
      assertThat(rounds.cancelled).isFalse();
      assertThat(rig.replica.admission().ongoing()).as("the round is under way").isEqualTo(2);

      rounds.next(List.of("a0", BatchItem.end()));

      assertThat(second.ends()).isEqualTo(1);
      assertThat(rounds.cancelled).isTrue();
      rig.untilIdle();
      nextBatchRuns(rig, rounds);
    }
  }

  @Test
  void theLastCallerThatCancelsCancelsTheStream() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 1, 1, null)) {
      StreamCall call = TestSubscriber.subscribe(rig, "rank", new TestSubscriber(), "a");
      rounds.awaitRequest(1);

      call.cancel();

      assertThat(rounds.cancelled).isTrue();
      rig.untilIdle();
      nextBatchRuns(rig, rounds);
    }
  }

  @Test
  void whatIsStillHeldAfterTheBatchHasEndedKeepsASlotAsLongAsItsCallerWaitsForIt() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 1, 1, null)) {
      TestSubscriber subscriber = new TestSubscriber();
      StreamCall call = TestSubscriber.subscribe(rig, "rank", subscriber, "a");
      rounds.awaitRequest(1);
      rounds.next(List.of("a0"));
      rounds.complete();
      assertThat(subscriber.ended()).isFalse();
      assertThat(rig.replica.admission().ongoing()).isEqualTo(1);

      call.cancel();

      rig.untilIdle();
    }
  }

  private LocalRig streaming(Rounds rounds, int maxSize, int limit, Codec codec) {
    TestStage stage =
        TestStage.named("Ranker")
            .method(
                "rank",
                1,
                PUBLISHER,
                VIRTUAL_THREAD,
                new BatchOptions(maxSize, Duration.ofSeconds(60), 1),
                arguments -> batches.getAndIncrement() == 0 ? rounds : new Rounds());
    return new LocalRig(stage, limit, codec);
  }

  /** A batch of as many calls as it takes gets the lane that {@code before} had. */
  private void nextBatchRuns(LocalRig rig, Rounds before) {
    assertThat(batches).hasValue(1);
    for (int i = 0; i < rig.replica.admission().limit(); i++) {
      TestSubscriber.subscribe(rig, "rank", new TestSubscriber(), "next" + i);
    }
    Together.until("the next batch runs", () -> batches.get() == 2);
    assertThat(before.cancelled).isTrue();
  }

  /** A publisher moved by hand. */
  private static final class Rounds implements Flow.Publisher<Object>, Flow.Subscription {

    private volatile Flow.Subscriber<? super Object> subscriber;
    private volatile long requested;
    private volatile boolean cancelled;

    @Override
    public void subscribe(Flow.Subscriber<? super Object> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    void awaitRequest(long count) {
      Together.until("round " + count + " is asked for", () -> requested == count);
    }

    void next(Object round) {
      subscriber.onNext(round);
    }

    void complete() {
      subscriber.onComplete();
    }

    @Override
    public synchronized void request(long count) {
      requested += count;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
