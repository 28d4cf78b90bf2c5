package dev.serval.core.batch;

import static dev.serval.core.batch.BatchRig.WAIT;
import static dev.serval.core.batch.BatchRig.options;
import static dev.serval.core.batch.RecordedCall.END_OF_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.BatchItem;
import dev.serval.api.error.CallCancelledException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;

class BatchStreamTest {

  private final Rounds rounds = new Rounds();
  private final BatchRig rig = new BatchRig(options(2, WAIT, 1), items -> rounds);
  private final RecordedCall first = rig.submit("a");
  private final RecordedCall second = rig.submit("b");

  @Test
  void eachRoundGivesEachCallerItsElement() throws Exception {
    rig.start();
    rounds.next(List.of("a1", "b1"));
    rounds.next(List.of(BatchItem.of("a2"), "b2"));
    rounds.complete();

    assertThat(first.elements()).containsExactly("a1", "a2");
    assertThat(second.elements()).containsExactly("b1", "b2");
    assertThat(first.result()).isEqualTo(END_OF_STREAM);
    assertThat(second.result()).isEqualTo(END_OF_STREAM);
  }

  @Test
  void nullIsAnElementAndNothingIsNone() {
    rig.start();
    rounds.next(Arrays.asList(null, BatchItem.nothing()));

    assertThat(first.elements()).containsExactly((Object) null);
    assertThat(second.elements()).isEmpty();
    assertThat(second.ended()).isFalse();
  }

  @Test
  void endEndsItsCallerAlone() throws Exception {
    rig.start();
    rounds.next(List.of("a1", BatchItem.end()));
    assertThat(second.result()).isEqualTo(END_OF_STREAM);
    assertThat(first.ended()).isFalse();

    rounds.next(List.of("a2", "ignored"));
    rounds.complete();
    assertThat(first.elements()).containsExactly("a1", "a2");
    assertThat(second.elements()).isEmpty();
    assertThat(second.ends()).isEqualTo(1);
  }

  @Test
  void failedFailsItsCallerAlone() throws Exception {
    IOException cause = new IOException("no such film");
    rig.start();
    rounds.next(List.of(BatchItem.failed(cause), "b1"));
    rounds.complete();

    assertThat(first.error()).isSameAs(cause);
    assertThat(second.result()).isEqualTo(END_OF_STREAM);
    assertThat(first.ends()).isEqualTo(1);
  }

  @Test
  void errorFailsTheRemainingCallers() throws Exception {
    IOException broken = new IOException("model is gone");
    rig.start();
    rounds.next(List.of(BatchItem.end(), "b1"));
    rounds.fail(broken);

    assertThat(first.result()).isEqualTo(END_OF_STREAM);
    assertThat(second.elements()).containsExactly("b1");
    assertThat(second.error()).isSameAs(broken);
  }

  @Test
  void nextRoundIsAskedForWhenTheOneBeforeWasHandedOut() {
    rig.start();
    assertThat(rounds.requested).isEqualTo(1);

    rounds.next(List.of("a1", "b1"));
    assertThat(rounds.requested).isEqualTo(2);
    assertThat(first.elements()).containsExactly("a1");
  }

  @Test
  void laneIsBusyUntilTheStreamEnds() {
    rig.start();
    rig.submit("c");
    rig.submit("d");
    rounds.next(List.of("a1", "b1"));
    rig.time.advance(Duration.ofMillis(30));
    assertThat(rig.batcher.executing()).isEqualTo(2);
    assertThat(rig.waitingForThread()).isZero();

    rounds.complete();
    assertThat(rig.waitingForThread()).isEqualTo(1);
    assertThat(rig.observed).containsExactly("2/2 waited PT0S executed PT0.03S");
  }

  @Test
  void streamIsCancelledWhenEveryCallerHasEnded() {
    rig.start();
    rounds.next(List.of("a1", BatchItem.end()));
    assertThat(rounds.cancelled).isFalse();

    rounds.next(List.of(BatchItem.end(), BatchItem.nothing()));
    assertThat(rounds.cancelled).isTrue();
    assertThat(rounds.requested).isEqualTo(2);
    assertThat(rig.batcher.executing()).isZero();
  }

  @Test
  void streamIsCancelledWhenNoCallerIsLive() throws Exception {
    rig.start();
    rounds.next(List.of("a1", "b1"));
    first.cancel();
    assertThat(rounds.cancelled).isFalse();
    second.cancel();
    assertThat(rounds.cancelled).as("although no further round has come").isTrue();
    rounds.next(List.of("a2", "b2"));

    assertThat(first.elements()).containsExactly("a1");
    assertThat(first.error()).isInstanceOf(CallCancelledException.class);
    assertThat(second.ends()).isEqualTo(1);
    assertThat(rig.batcher.executing()).isZero();
  }

  @Test
  void callerThatIsNoLongerLiveLeavesTheOthersTheirStream() {
    rig.start();
    first.cancel();
    rounds.next(List.of("a1", "b1"));
    rounds.complete();

    assertThat(first.elements()).isEmpty();
    assertThat(first.ends()).isEqualTo(1);
    assertThat(second.elements()).containsExactly("b1");
  }

  @Test
  void signalsAfterTheEndAreIgnored() {
    rig.start();
    rounds.next(List.of(BatchItem.end(), BatchItem.end()));
    rounds.next(List.of("late", "late"));
    rounds.fail(new IOException("late"));
    rounds.complete();

    assertThat(first.elements()).isEmpty();
    assertThat(first.ends()).isEqualTo(1);
    assertThat(rig.observed).hasSize(1);
  }

  @Test
  void roundOfTheWrongSizeFailsTheRemainingCallers() throws Exception {
    rig.start();
    rounds.next(List.of(BatchItem.end(), "b1"));
    rounds.next(List.of("only one"));

    assertThat(rounds.cancelled).isTrue();
    assertThat(first.result()).isEqualTo(END_OF_STREAM);
    assertThat(second.error())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Ranker.rank")
        .hasMessageContaining("2 items")
        .hasMessageContaining("1 result");
  }

  @Test
  void roundThatIsNoListFailsTheRemainingCallers() throws Exception {
    rig.start();
    rounds.next("token");

    assertThat(rounds.cancelled).isTrue();
    assertThat(first.error()).hasMessageContaining("java.lang.String");
    assertThat(second.error()).isSameAs(first.error());
  }

  @Test
  void emptyStreamEndsEveryCaller() throws Exception {
    rig.start();
    rounds.complete();

    assertThat(first.result()).isEqualTo(END_OF_STREAM);
    assertThat(second.result()).isEqualTo(END_OF_STREAM);
  }

  @Test
  void publisherThatThrowsFailsEveryCaller() throws Exception {
    IllegalStateException broken = new IllegalStateException("subscribed twice");
    Flow.Publisher<List<String>> publisher =
        subscriber -> {
          throw broken;
        };
    BatchRig other = new BatchRig(options(1, WAIT, 1), items -> publisher);
    RecordedCall call = other.submit("a");
    other.start();

    assertThat(call.error()).isSameAs(broken);
    assertThat(other.batcher.executing()).isZero();
  }

  @Test
  void subscriptionThatThrowsFailsEveryCaller() throws Exception {
    IllegalStateException broken = new IllegalStateException("no demand");
    rounds.onRequest = broken;
    rig.start();

    assertThat(first.error()).isSameAs(broken);
    assertThat(second.error()).isSameAs(broken);
  }

  @Test
  void secondSubscriptionIsCancelled() {
    rig.start();
    Rounds intruder = new Rounds();
    intruder.subscribe(rounds.subscriber);

    assertThat(intruder.cancelled).isTrue();
    assertThat(intruder.requested).isZero();
    assertThat(rounds.cancelled).isFalse();
  }

  @Test
  void callerThatThrowsDoesNotBreakTheOthers() {
    BatchRig other = new BatchRig(options(2, WAIT, 1), items -> rounds);
    other.submit(
        new RecordedCall("a") {
          @Override
          public void next(Object element) {
            throw new IllegalStateException("connection is gone");
          }

          @Override
          public void end() {
            throw new IllegalStateException("connection is gone");
          }
        });
    RecordedCall sound = other.submit("b");
    other.start();
    rounds.next(List.of("a1", "b1"));
    rounds.next(List.of(BatchItem.end(), "b2"));

    assertThat(sound.elements()).containsExactly("b1", "b2");
  }

  @Test
  void worksWithAPublisherOfItsOwnThreads() throws Exception {
    SubmissionPublisher<List<Object>> publisher = new SubmissionPublisher<>();
    BatchRig other = new BatchRig(options(2, WAIT, 1), items -> publisher);
    RecordedCall even = other.submit("even");
    RecordedCall all = other.submit("all");
    other.start();
    for (int i = 0; i < 1_000; i++) {
      publisher.submit(List.of(i % 2 == 0 ? i : BatchItem.nothing(), i));
    }
    publisher.close();

    assertThat(all.result()).isEqualTo(END_OF_STREAM);
    assertThat(even.result()).isEqualTo(END_OF_STREAM);
    assertThat(all.elements()).hasSize(1_000).startsWith(0, 1, 2).endsWith(998, 999);
    assertThat(even.elements()).hasSize(500).endsWith(998);
  }

  /** A publisher moved by hand. */
  private static final class Rounds implements Flow.Publisher<Object>, Flow.Subscription {

    private Flow.Subscriber<? super Object> subscriber;
    private long requested;
    private boolean cancelled;
    private RuntimeException onRequest;

    @Override
    public void subscribe(Flow.Subscriber<? super Object> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    void next(Object round) {
      subscriber.onNext(round);
    }

    void complete() {
      subscriber.onComplete();
    }

    void fail(Throwable error) {
      subscriber.onError(error);
    }

    @Override
    public void request(long count) {
      if (onRequest != null) {
        throw onRequest;
      }
      requested += count;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
