package dev.serval.core.local;

import static dev.serval.core.stage.StageMethod.Execution.EVENT_LOOP;
import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.PUBLISHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.call.StreamCall;
import dev.serval.core.call.Together;
import dev.serval.core.stage.TestStage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class LocalStreamTest {

  @Test
  void aStreamFlowsNoFasterThanItIsAskedFor() {
    Numbers numbers = new Numbers(5);
    try (LocalRig rig = streaming(numbers)) {
      TestSubscriber subscriber = new TestSubscriber();
      StreamCall call = TestSubscriber.subscribe(rig, "rank", subscriber);
      assertThat(subscriber.elements()).isEmpty();

      call.request(2);
      assertThat(subscriber.elements()).containsExactly("0", "1");
      call.request(10);

      assertThat(subscriber.elements()).containsExactly("0", "1", "2", "3", "4");
      assertThat(subscriber.ends()).isEqualTo(1);
      rig.untilIdle();
    }
  }

  @Test
  void cancellingAStreamCancelsThePublisher() {
    Numbers numbers = new Numbers(5);
    try (LocalRig rig = streaming(numbers)) {
      TestSubscriber subscriber = new TestSubscriber();
      StreamCall call = TestSubscriber.subscribe(rig, "rank", subscriber);
      call.request(1);

      call.cancel();

      assertThat(numbers.cancelled).isTrue();
      assertThat(subscriber.elements()).containsExactly("0");
      assertThat(subscriber.ended()).isFalse();
      rig.untilIdle();
    }
  }

  @Test
  void anElementThatCannotTravelEndsTheStreamAndStopsThePublisher() {
    Numbers numbers = new Numbers(5);
    numbers.element = i -> i == 1 ? Integer.valueOf(1) : "" + i;
    TestStage stage =
        TestStage.named("Ranker").method("rank", 0, PUBLISHER, EVENT_LOOP, arguments -> numbers);
    try (LocalRig rig = new LocalRig(stage, 1, new TextCodec())) {
      TestSubscriber subscriber = new TestSubscriber();

      TestSubscriber.subscribe(rig, "rank", subscriber).request(5);

      assertThat(subscriber.elements()).containsExactly("0~");
      assertThat(subscriber.error()).hasMessageContaining("Shop.rank element");
      assertThat(subscriber.ends()).isEqualTo(1);
      assertThat(numbers.cancelled).isTrue();
      rig.untilIdle();
    }
  }

  @Test
  void aStreamFromAnotherThreadArrivesInOrder() {
    AtomicReference<SubmissionPublisher<Object>> open = new AtomicReference<>();
    TestStage stage =
        TestStage.named("Ranker")
            .method("rank", 0, PUBLISHER, VIRTUAL_THREAD, arguments -> open.get());
    List<Object> sent = new ArrayList<>();
    try (LocalRig rig = new LocalRig(stage, 1)) {
      TestSubscriber subscriber = new TestSubscriber();
      try (SubmissionPublisher<Object> publisher = new SubmissionPublisher<>()) {
        open.set(publisher);
        TestSubscriber.subscribe(rig, "rank", subscriber).request(Long.MAX_VALUE);
        Together.until("subscribed", publisher::hasSubscribers);
        for (int i = 0; i < 1_000; i++) {
          sent.add("" + i);
          publisher.submit("" + i);
        }
      }

      Together.until("the end", subscriber::ended);
      assertThat(subscriber.elements()).isEqualTo(sent);
      rig.untilIdle();
    }
  }

  private static LocalRig streaming(Numbers numbers) {
    return new LocalRig(
        TestStage.named("Ranker").method("rank", 0, PUBLISHER, EVENT_LOOP, arguments -> numbers),
        1);
  }

  /** Publishes 0, 1, 2… on the thread that asks for them. */
  private static final class Numbers implements Flow.Publisher<Object>, Flow.Subscription {

    private final int count;
    private IntFunction<Object> element = Integer::toString;
    private Flow.Subscriber<? super Object> subscriber;
    private int next;
    private boolean cancelled;

    Numbers(int count) {
      this.count = count;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Object> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    @Override
    public void request(long elements) {
      for (long i = 0; i < elements && next < count && !cancelled; i++) {
        subscriber.onNext(element.apply(next++));
      }
      if (next == count && !cancelled) {
        next++;
        subscriber.onComplete();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
