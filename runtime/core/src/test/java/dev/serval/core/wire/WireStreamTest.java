package dev.serval.core.wire;

import static dev.serval.core.wire.WireRig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.error.BadRequestException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WireStreamTest {

  private WireRig rig;

  @BeforeEach
  void open() {
    rig = new WireRig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"count", "countElsewhere"})
  void streamsInOrderToAnUnboundedSubscriber(String method) throws Exception {
    WireRig.Caller caller = rig.caller(rig.host(4));
    Taker taker = caller.stream(method, 1000, Long.MAX_VALUE);
    taker.end.get(30, TimeUnit.SECONDS);
    assertThat(taker.elements)
        .isEqualTo(IntStream.range(0, 1000).boxed().collect(Collectors.toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"count", "countElsewhere"})
  void neverAsksThePublisherForMoreThanTheCredit(String method) throws Exception {
    WireRig.Host host = rig.host(4);
    WireRig.Caller caller = rig.caller(host);
    Taker taker = caller.stream(method, 1000, 3);
    await(() -> taker.count.get() == 3);
    // A call that came later on the same connection has been answered: nothing more is under way.
    caller.call("echo", "x");
    assertThat(taker.count.get()).isEqualTo(3);
    assertThat(host.stage.publishers.getFirst().requested.get()).isEqualTo(3);
    for (int asked = 4; asked <= 100; asked++) {
      taker.subscription.request(1);
      int now = asked;
      await(() -> taker.count.get() == now);
      assertThat(host.stage.publishers.getFirst().requested.get()).isEqualTo(now);
    }
    taker.subscription.request(Long.MAX_VALUE);
    taker.end.get(30, TimeUnit.SECONDS);
    assertThat(taker.count.get()).isEqualTo(1000);
  }

  @Test
  void elementsKeepTheirOrderWhenTheyComeFromSeveralThreads() throws Exception {
    WireRig.Caller caller = rig.caller(rig.host(4));
    for (int round = 0; round < 50; round++) {
      // Begun on the thread of the call, continued by the event loop that brings the credit.
      Taker taker = caller.stream("countHere", 300, 1 + round);
      taker.subscription.request(Long.MAX_VALUE);
      taker.end.get(30, TimeUnit.SECONDS);
      assertThat(taker.elements)
          .isEqualTo(IntStream.range(0, 300).boxed().collect(Collectors.toList()));
    }
  }

  @Test
  void cancellingAStreamStopsThePublisher() {
    WireRig.Host host = rig.host(1);
    WireRig.Caller caller = rig.caller(host);
    Taker taker = caller.stream("countElsewhere", Integer.MAX_VALUE, Long.MAX_VALUE);
    await(() -> taker.count.get() > 2000);
    taker.subscription.cancel();
    await(() -> host.stage.publishers.getFirst().cancelled.get());
    await(() -> host.admission.ongoing() == 0);
  }

  @Test
  void anElementThatCannotBeCarriedEndsTheStreamAndStopsThePublisher() {
    WireRig.Host host = rig.host(1);
    WireRig.Caller caller = rig.caller(host);
    Taker taker = caller.stream("wrongElement", "x", Long.MAX_VALUE);
    assertThatThrownBy(() -> taker.end.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(BadRequestException.class)
        .hasMessageContaining("Echo.wrongElement");
    await(() -> host.stage.publishers.getFirst().cancelled.get());
  }

  @Test
  void largeElementsLeaveRoomForSmallCalls() throws Exception {
    WireRig.Caller caller = rig.caller(rig.host(4));
    Taker taker = caller.stream("blocks", 200, Long.MAX_VALUE);
    int between = 0;
    while (!taker.end.isDone()) {
      assertThat(caller.call("echoOnLoop", "x")).isEqualTo("x");
      between++;
    }
    taker.end.get(30, TimeUnit.SECONDS);
    assertThat(taker.count.get()).isEqualTo(200);
    assertThat(between).isGreaterThan(2);
  }

  @Test
  void aSubscriberThatThrowsHarmsNobodyElse() {
    WireRig.Host host = rig.host(4);
    WireRig.Caller caller = rig.caller(host);
    caller.client.stream(caller.client.target("count"), 100)
        .subscribe(
            new java.util.concurrent.Flow.Subscriber<>() {
              @Override
              public void onSubscribe(java.util.concurrent.Flow.Subscription given) {
                given.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(Object element) {
                throw new IllegalStateException("on purpose");
              }

              @Override
              public void onError(Throwable failure) {
                throw new IllegalStateException("on purpose");
              }

              @Override
              public void onComplete() {}
            });
    await(() -> host.stage.publishers.size() == 1 && host.admission.ongoing() == 0);
    assertThat(caller.call("echo", "x")).isEqualTo("x");
    assertThat(host.server.connections()).isEqualTo(1);
  }

  @Test
  void eachCallerOfAStreamingBatchTakesItsElementsAtItsOwnPace() throws Exception {
    WireRig.Host host = rig.host(8);
    WireRig.Caller caller = rig.caller(host);
    Taker fast = caller.stream("batchedStream", "a", Long.MAX_VALUE);
    Taker slow = caller.stream("batchedStream", "b", 2);
    fast.end.get(30, TimeUnit.SECONDS);
    assertThat(fast.elements).hasSize(100);
    await(() -> slow.count.get() == 2);
    caller.call("echo", "x");
    assertThat(slow.elements).containsExactly(0, 1);
    for (int taken = 3; taken <= 20; taken++) {
      slow.subscription.request(1);
      int now = taken;
      await(() -> slow.count.get() == now);
    }
    slow.subscription.request(Long.MAX_VALUE);
    slow.end.get(30, TimeUnit.SECONDS);
    assertThat(slow.elements).isEqualTo(fast.elements);
  }
}
