package dev.serval.core.handle;

import static dev.serval.core.stage.StageMethod.Execution.EVENT_LOOP;
import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.COMPLETION_STAGE;
import static dev.serval.core.stage.StageMethod.ResultShape.PUBLISHER;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.CallOptions;
import dev.serval.api.DeploymentHandle;
import dev.serval.api.DeploymentResponse;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.api.error.StageFailedException;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.Scope;
import dev.serval.core.call.TestScope;
import dev.serval.core.call.Together;
import dev.serval.core.local.LocalRig;
import dev.serval.core.stage.TestStage;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DynamicHandleTest {

  private static final Duration PATIENCE = Duration.ofSeconds(Together.PATIENCE_SECONDS);

  private final CompletableFuture<Object> pending = new CompletableFuture<>();
  private final LocalRig rig =
      new LocalRig(
          TestStage.named("Ranker")
              .method("later", 0, COMPLETION_STAGE, EVENT_LOOP, arguments -> pending)
              .method("join", 2, VALUE, EVENT_LOOP, arguments -> arguments[0] + "+" + arguments[1])
              .method("never", 0, COMPLETION_STAGE, EVENT_LOOP, a -> new CompletableFuture<>())
              .method("echo", 1, VALUE, VIRTUAL_THREAD, arguments -> arguments[0])
              .method("each", 1, PUBLISHER, EVENT_LOOP, arguments -> new Twice("" + arguments[0])),
          10);
  private final DynamicHandle handle =
      new DynamicHandle(new DeploymentClient(rig.router, rig.replica.stage()));

  @AfterEach
  void close() {
    pending.complete("");
    rig.close();
  }

  @Test
  void callsAMethodByItsName() {
    DeploymentResponse<String> response = handle.method("join").call("a", "b");

    assertThat(response.result()).isEqualTo("a+b");
    assertThat(response.toCompletionStage()).isCompletedWithValue("a+b");
    assertThat(handle.deployment()).isEqualTo("Shop");
  }

  @Test
  void anUnknownMethodIsToldThoseThatThereAre() {
    assertThatThrownBy(() -> handle.method("rnak"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Deployment Shop (stage Ranker) has no method \"rnak\";"
                + " it has each, echo, join, later, never");
  }

  @Test
  void aWrongNumberOfArgumentsIsToldTheRightOne() {
    assertThatThrownBy(() -> handle.method("join").call("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Shop.join takes 2 arguments, but 1 were given");
  }

  @Test
  void callAndStreamAreNotMistakenForEachOther() {
    assertThatThrownBy(() -> handle.method("each").call("a"))
        .hasMessage("Shop.each streams; use stream(…)");
    assertThatThrownBy(() -> handle.method("echo").stream("a"))
        .hasMessage("Shop.echo does not stream; use call(…)");
  }

  // ---- Responses as arguments

  @Test
  void aResponseStandsForTheValueThatItWillHave() {
    DeploymentResponse<String> first = handle.method("later").call();
    DeploymentResponse<String> second = handle.method("join").call(first, first);
    assertThat(second.toCompletionStage().toCompletableFuture()).isNotDone();

    pending.complete("x");

    assertThat(second.result()).isEqualTo("x+x");
  }

  @Test
  void nothingIsMadeNorQueuedBeforeTheArgumentsAreThere() {
    DeploymentResponse<String> first = handle.method("later").call();

    handle.method("join").call(first, "b");

    assertThat(rig.router.stats().calls()).isEqualTo(1);
    assertThat(rig.router.queued()).isZero();
    assertThat(rig.router.outstanding()).isEqualTo(1);
  }

  @Test
  void aFailurePropagatesWithItsOriginThroughEveryCallThatDependsOnIt() {
    DeploymentResponse<String> first = handle.method("later").call();
    DeploymentResponse<String> second = handle.method("echo").call(first);
    DeploymentResponse<String> third = handle.method("join").call(second, "b");

    pending.completeExceptionally(new IllegalStateException("no model"));

    assertThatThrownBy(third::result)
        .isInstanceOf(StageFailedException.class)
        .hasMessage("Shop.later failed: java.lang.IllegalStateException: no model");
    assertThat(rig.router.stats().calls()).isEqualTo(1);
  }

  @Test
  void anArgumentWhoseFutureWasEndedByUserCodeFailsTheCall() {
    DeploymentResponse<String> cancelled = handle.method("never").call();
    DeploymentResponse<String> late = handle.method("never").call();
    DeploymentResponse<String> first = handle.method("echo").call(cancelled);
    DeploymentResponse<String> second = handle.method("echo").call(late);

    cancelled.toCompletionStage().toCompletableFuture().cancel(true);
    late.toCompletionStage().toCompletableFuture().completeExceptionally(new TimeoutException());

    assertThatThrownBy(() -> first.result(PATIENCE)).isInstanceOf(CallCancelledException.class);
    assertThatThrownBy(() -> second.result(PATIENCE)).isInstanceOf(CallCancelledException.class);
    assertThatThrownBy(cancelled::result).isInstanceOf(CallCancelledException.class);
    late.cancel();
  }

  @Test
  void aCallCancelledBeforeItsArgumentsAreThereIsNeverMade() {
    TestScope scope = new TestScope();
    DeploymentResponse<String> first = handle.method("later").call();
    DeploymentResponse<String>[] second = newArray();
    Scope.run(scope, () -> second[0] = handle.method("echo").call(first));
    second[0].cancel();

    pending.complete("x");

    assertThatThrownBy(second[0]::result).isInstanceOf(CallCancelledException.class);
    assertThat(rig.router.stats().calls()).isEqualTo(1);
    assertThat(scope.callsUnderWay()).isZero();
  }

  @Test
  void aTimeoutRunsFromTheCallEvenWhileItsArgumentsAreMissing() {
    int timers = rig.time.pendingTimers();
    DeploymentHandle hasty =
        handle.options(CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(1)));
    DeploymentResponse<String> first = handle.method("later").call();
    DeploymentResponse<String> second = hasty.method("echo").call(first);

    rig.time.advance(Duration.ofSeconds(1));

    assertThatThrownBy(second::result).isInstanceOf(DeadlineExceededException.class);
    assertThat(rig.time.pendingTimers()).isEqualTo(timers);
  }

  @Test
  void aStreamTakesResponsesAsArgumentsToo() {
    Collector collector = new Collector();
    DeploymentResponse<String> first = handle.method("later").call();
    handle.method("each").<String>stream(first).subscribe(collector);
    assertThat(collector.told).isEmpty();

    pending.complete("x");

    assertThat(collector.told).containsExactly("x", "x", "end");
  }

  @Test
  void aStreamIsCalledOncePerSubscriber() {
    Flow.Publisher<String> stream = handle.method("each").stream("a");
    assertThat(rig.router.stats().calls()).isZero();
    Collector first = new Collector();
    Collector second = new Collector();

    stream.subscribe(first);
    stream.subscribe(second);

    assertThat(first.told).isEqualTo(second.told).containsExactly("a", "a", "end");
    assertThat(rig.router.stats().calls()).isEqualTo(2);
  }

  // ---- Waiting

  @Test
  void aTimeoutEndsTheCallAndLeavesNoTimer() {
    int timers = rig.time.pendingTimers();
    DeploymentResponse<String> response =
        handle
            .options(CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(3)))
            .method("never")
            .call();

    rig.time.advance(Duration.ofSeconds(3));

    assertThatThrownBy(response::result).isInstanceOf(DeadlineExceededException.class);
    // The replica's one timer for all calls fires in vain.
    rig.time.advance(Duration.ofMillis(10));
    assertThat(rig.time.pendingTimers()).isEqualTo(timers);
    assertThat(rig.router.outstanding()).isZero();
  }

  @Test
  void aCallLateInACancelledRequestLeavesNoTimer() {
    int timers = rig.time.pendingTimers();
    TestScope scope = new TestScope();
    scope.cancel(CancelReason.CANCELLED);
    DeploymentHandle timed =
        handle.options(CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(3)));

    Scope.run(scope, () -> timed.method("never").call());

    assertThat(rig.time.pendingTimers()).isEqualTo(timers);
  }

  @Test
  void runningOutOfPatienceDoesNotCancelTheCall() {
    DeploymentResponse<String> response = handle.method("later").call();

    assertThatThrownBy(() -> response.result(Duration.ofNanos(1)))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("Shop.later");
    pending.complete("x");

    assertThat(response.result()).isEqualTo("x");
  }

  @Test
  void anInterruptCancelsTheCall() {
    DeploymentResponse<String> response = handle.method("never").call();
    Thread.currentThread().interrupt();

    assertThatThrownBy(response::result).isInstanceOf(CallCancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(rig.router.outstanding()).isZero();
  }

  @Test
  void anEventLoopMustNotWait() throws Exception {
    try (EventLoop loop = new DefaultEventLoop()) {
      DeploymentClient client = new DeploymentClient(rig.router, rig.replica.stage());
      DeploymentResponse<String> unfinished = handle.method("never").call();
      DeploymentResponse<String> finished = handle.method("join").call("a", "b");

      loop.submit(
              () -> {
                assertThatThrownBy(unfinished::result)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Shop.never")
                    .hasMessageContaining("event loop");
                assertThatThrownBy(() -> client.call(client.target("never")))
                    .isInstanceOf(IllegalStateException.class);
                assertThat(finished.result()).as("there is nothing to wait for").isEqualTo("a+b");
              })
          .get(Together.PATIENCE_SECONDS, TimeUnit.SECONDS);
      unfinished.cancel();
    }
  }

  @Test
  void aClosedDeploymentIsUnavailable() {
    rig.router.close();

    DeploymentResponse<String> response = handle.method("echo").call("a");

    assertThatThrownBy(response::result).isInstanceOf(DeploymentUnavailableException.class);
  }

  @SuppressWarnings("unchecked")
  private static DeploymentResponse<String>[] newArray() {
    return (DeploymentResponse<String>[]) new DeploymentResponse<?>[1];
  }

  /** Publishes a text two times. */
  private record Twice(String text) implements Flow.Publisher<Object> {
    @Override
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long elements) {
              subscriber.onNext(text);
              subscriber.onNext(text);
              subscriber.onComplete();
            }

            @Override
            public void cancel() {
              // It does all at once.
            }
          });
    }
  }

  private static final class Collector implements Flow.Subscriber<String> {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String element) {
      told.add(element);
    }

    @Override
    public void onError(Throwable error) {
      told.add(error.toString());
    }

    @Override
    public void onComplete() {
      told.add("end");
    }
  }
}
