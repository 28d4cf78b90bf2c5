package dev.serval.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.CallOptions;
import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StreamCallTest {

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private Consumer<Object> onElement = element -> {};
  private Runnable atTheEnd = () -> {};
  private final StreamCall call = newCall(CallOptions.DEFAULTS);

  @Test
  void demandIsPassedOnOnce() {
    call.request(3);
    call.request(2);

    assertThat(call.takeDemand()).isEqualTo(5);
    assertThat(call.takeDemand()).isZero();
  }

  @Test
  void theHolderIsToldOfEachRequest() {
    List<Long> passedOn = new ArrayList<>();
    call.route(
        new Call.Route() {
          @Override
          public void demanded(Call demanding) {
            passedOn.add(demanding.takeDemand());
          }

          @Override
          public dev.serval.api.error.ServeException cancelled(
              Call ended, CancelReason reason, dev.serval.api.error.ServeException error) {
            return error;
          }
        });

    call.request(1);
    call.request(4);

    assertThat(passedOn).containsExactly(1L, 4L);
  }

  @Test
  void demandWithoutBoundStaysWithoutBound() {
    call.request(Long.MAX_VALUE);
    call.request(Long.MAX_VALUE);

    assertThat(call.takeDemand()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anotherReplicaIsToldOnlyWhatIsStillMissing() {
    call.request(5);
    call.takeDemand();
    call.element("a");
    call.element("b");

    call.reoffered();

    assertThat(call.takeDemand()).isEqualTo(3);
  }

  @Test
  void isNotRepeatedOnceAnElementHasArrived() {
    StreamCall idempotent = newCall(CallOptions.DEFAULTS.asIdempotent());
    assertThat(idempotent.mayRepeat()).isTrue();

    idempotent.element("a");

    assertThat(idempotent.mayRepeat()).isFalse();
  }

  @Test
  void elementsThenTheEnd() {
    call.element("a");
    call.element("b");
    call.succeed(null);
    call.element("late");

    assertThat(told).containsExactly("a", "b", "end");
  }

  @Test
  void asksForAtLeastOneOrIsToldSoOnce() {
    call.request(0);
    call.request(-1);

    assertThat(told)
        .containsExactly("IllegalArgumentException: request(n) needs n > 0, but n is 0");
    assertThat(call.ended()).isTrue();
  }

  @Test
  void aSubscriberThatCancelledIsToldNothingMore() {
    call.element("a");
    call.cancel();
    call.element("b");

    assertThat(told).containsExactly("a");
    assertThat(call.ended()).isTrue();
  }

  @Test
  void aCancellationFromElsewhereIsTold() {
    call.cancel(CancelReason.CANCELLED);

    assertThat(told).containsExactly("CallCancelledException: Ranker.stream was cancelled");
  }

  @Test
  void theEndWaitsUntilTheElementIsHandedOver() throws Exception {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    onElement =
        element -> {
          inHand.countDown();
          try {
            Together.await(goOn);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };

    Together.run(
        2,
        thread -> {
          if (thread == 0) {
            call.element("a");
          } else {
            Together.await(inHand);
            call.fail(new BadRequestException("no"));
            told.add("failed");
            goOn.countDown();
          }
        });

    assertThat(told).containsExactly("failed", "a", "BadRequestException: no");
  }

  @Test
  void aSubscriberThatThrowsEndsItsOwnStreamOnly() {
    onElement =
        element -> {
          throw new IllegalStateException("broken subscriber");
        };

    call.element("a");
    call.element("b");

    assertThat(call.ended()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void aSubscriberThatThrowsAtTheEndHarmsNobody() {
    atTheEnd =
        () -> {
          throw new IllegalStateException("broken subscriber");
        };

    assertThat(call.succeed(null)).isTrue();
    assertThat(newCall(CallOptions.DEFAULTS).fail(new CallCancelledException("gone"))).isTrue();
  }

  private StreamCall newCall(CallOptions options) {
    return new StreamCall(
        RecordedCall.target("Ranker", "stream", true),
        new Object[0],
        options,
        null,
        0,
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            // The call is made without one here.
          }

          @Override
          public void onNext(Object element) {
            onElement.accept(element);
            told.add(element.toString());
          }

          @Override
          public void onError(Throwable error) {
            atTheEnd.run();
            told.add(error.getClass().getSimpleName() + ": " + error.getMessage());
          }

          @Override
          public void onComplete() {
            atTheEnd.run();
            told.add("end");
          }
        });
  }
}
