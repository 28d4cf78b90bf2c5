package dev.serval.core.local;

import static dev.serval.core.stage.StageMethod.Execution.CPU_POOL;
import static dev.serval.core.stage.StageMethod.Execution.EVENT_LOOP;
import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.COMPLETION_STAGE;
import static dev.serval.core.stage.StageMethod.ResultShape.PUBLISHER;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.CallOptions;
import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.api.error.StageFailedException;
import dev.serval.core.call.FutureCall;
import dev.serval.core.call.Scope;
import dev.serval.core.call.TestScope;
import dev.serval.core.call.Together;
import dev.serval.core.stage.StageMethod.Execution;
import dev.serval.core.stage.StageMethod.ResultShape;
import dev.serval.core.stage.TestStage;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LocalCallTest {

  private LocalRig rig;

  @AfterEach
  void everySlotIsFree() {
    rig.untilIdle();
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({
    "VALUE,VIRTUAL_THREAD",
    "VALUE,EVENT_LOOP",
    "VALUE,CPU_POOL",
    "COMPLETION_STAGE,VIRTUAL_THREAD",
    "COMPLETION_STAGE,EVENT_LOOP",
    "COMPLETION_STAGE,CPU_POOL"
  })
  void aResultArrivesFromEachKindOfMethod(ResultShape shape, Execution execution) throws Exception {
    rig =
        host(
            shape,
            execution,
            arguments -> {
              String result = arguments[0] + " on " + threadKind();
              return shape == VALUE ? result : CompletableFuture.supplyAsync(() -> result);
            });

    assertThat(result(rig.call("rank", "Heat"))).isEqualTo("Heat on " + expected(execution));
    rig.untilIdle();
    assertThat(rig.ends).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(Execution.class)
  void anExceptionNamesDeploymentMethodAndReason(Execution execution) {
    IOException reason = new IOException("disk is full");
    rig =
        host(
            VALUE,
            execution,
            arguments -> {
              throw reason;
            });

    assertThatThrownBy(() -> result(rig.call("rank", "Heat")))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            error -> assertThat(error.exceptionType()).isEqualTo("java.io.IOException"))
        .hasMessage("Shop.rank failed: java.io.IOException: disk is full")
        .hasCause(reason);
  }

  @Test
  void aFailedStageIsToldByItsOwnReason() {
    rig =
        host(
            COMPLETION_STAGE,
            EVENT_LOOP,
            arguments ->
                CompletableFuture.supplyAsync(() -> "x")
                    .thenApply(
                        value -> {
                          throw new IllegalStateException();
                        }));

    assertThatThrownBy(() -> result(rig.call("rank", "Heat")))
        .isInstanceOf(StageFailedException.class)
        .hasMessage("Shop.rank failed: java.lang.IllegalStateException");
  }

  @Test
  void anErrorOfTheVirtualMachineIsAnErrorOfTheStage() {
    rig =
        host(
            VALUE,
            VIRTUAL_THREAD,
            arguments -> {
              throw new StackOverflowError();
            });

    assertThatThrownBy(() -> result(rig.call("rank", "Heat")))
        .isInstanceOf(StageFailedException.class);
  }

  @Test
  void anErrorFromFurtherOnKeepsItsOrigin() {
    BadRequestException origin = new BadRequestException("Films has no film 7");
    rig =
        host(
            COMPLETION_STAGE,
            VIRTUAL_THREAD,
            arguments -> CompletableFuture.failedFuture(new CompletionException(origin)));

    assertThatThrownBy(() -> result(rig.call("rank", "Heat"))).isSameAs(origin);
  }

  @ParameterizedTest
  @CsvSource({"COMPLETION_STAGE,a CompletionStage or Uni", "PUBLISHER,a publisher"})
  void nullInsteadOfAPromiseIsAFailureThatSaysSo(ResultShape shape, String due) {
    rig = host(shape, VIRTUAL_THREAD, arguments -> null);
    TestSubscriber subscriber = new TestSubscriber();

    if (shape == PUBLISHER) {
      TestSubscriber.subscribe(rig, "rank", subscriber, "Heat").request(1);
      Together.until("it ends", subscriber::ended);
      assertThat(subscriber.error())
          .hasMessageContaining("Shop.rank")
          .hasMessageContaining("returned null instead of " + due);
    } else {
      assertThatThrownBy(() -> result(rig.call("rank", "Heat")))
          .hasMessageContaining("Shop.rank")
          .hasMessageContaining("returned null instead of " + due);
    }
  }

  @Test
  void nullIsAResult() throws Exception {
    rig = host(VALUE, VIRTUAL_THREAD, arguments -> null);

    assertThat(result(rig.call("rank", "Heat"))).isNull();
  }

  @Test
  void theMethodRunsInAScopeOfItsOwnWithTheRequestsMetadata() throws Exception {
    Scope[] seen = new Scope[1];
    rig =
        host(
            VALUE,
            VIRTUAL_THREAD,
            arguments -> {
              seen[0] = Scope.current();
              return "ok";
            });
    TestScope request = new TestScope();

    result(rig.call(request, "rank", "Heat"));

    assertThat(seen[0].deployment()).isEqualTo("Shop");
    assertThat(seen[0].application()).isEqualTo("shop");
    assertThat(seen[0].metadata()).isSameAs(request.metadata());
  }

  @Test
  void anUnknownMethodIsRefusedWithItsName() {
    rig = host(VALUE, VIRTUAL_THREAD, arguments -> "ok");
    LocalRig other =
        new LocalRig(
            TestStage.named("Other").method("forget", 0, VALUE, EVENT_LOOP, arguments -> ""), 1);

    FutureCall call =
        new FutureCall(other.target("forget"), new Object[0], CallOptions.DEFAULTS, null, 0);
    rig.router.submit(call);
    other.close();

    assertThatThrownBy(() -> result(call))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("Shop has no method forget");
  }

  @Test
  void aPoolThatIsClosedFailsTheCall() {
    rig = host(VALUE, CPU_POOL, arguments -> "ok");
    rig.executors.close();

    assertThatThrownBy(() -> result(rig.call("rank", "Heat")))
        .isInstanceOf(DeploymentUnavailableException.class);
  }

  // ---- Codec

  @Test
  void withoutACodecValuesAreHandedOverAsTheyAre() throws Exception {
    Object given = new Object();
    rig = host(VALUE, VIRTUAL_THREAD, arguments -> arguments[0]);

    assertThat(result(rig.call("rank", given))).isSameAs(given);
  }

  @Test
  void withACodecArgumentsAndResultsPassThroughIt() throws Exception {
    rig = hostWithCodec(VALUE, arguments -> arguments[0] + "!");

    assertThat(result(rig.call("rank", "Heat"))).isEqualTo("Heat~!~");
  }

  @Test
  void anArgumentThatCannotTravelIsTheCallersFault() {
    rig = hostWithCodec(VALUE, arguments -> "ok");

    assertThatThrownBy(() -> result(rig.call("rank", 7)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("Shop.rank")
        .hasMessageContaining("only texts can be carried, not 7");
  }

  @Test
  void aResultThatCannotTravelFailsTheCall() {
    rig = hostWithCodec(VALUE, arguments -> 7);

    assertThatThrownBy(() -> result(rig.call("rank", "Heat")))
        .hasMessageContaining("Shop.rank result")
        .hasMessageContaining("only texts can be carried, not 7");
  }

  // ---- Queues

  @Test
  void aHundredThousandCallsThatEndAtOnceDoNotPileUpOnTheStack() throws Exception {
    CompletableFuture<Object> first = new CompletableFuture<>();
    CountDownLatch all = new CountDownLatch(100_000);
    rig =
        host(
            COMPLETION_STAGE,
            EVENT_LOOP,
            arguments ->
                arguments[0].equals("first") ? first : CompletableFuture.completedFuture("ok"));
    rig.call("rank", "first");
    for (int i = 0; i < 100_000; i++) {
      rig.call("rank", "Heat").future().thenRun(all::countDown);
    }
    assertThat(rig.router.queued()).isEqualTo(100_000);

    first.complete("ok");

    Together.await(all);
  }

  @Test
  void whoFreesASlotGetsItsResultBeforeTheWholeQueueWasWorkedOff() throws Exception {
    CompletableFuture<Object> first = new CompletableFuture<>();
    CountDownLatch told = new CountDownLatch(1);
    rig =
        host(
            COMPLETION_STAGE,
            EVENT_LOOP,
            arguments -> {
              if (arguments[0].equals("first")) {
                return first;
              }
              Together.await(told);
              return CompletableFuture.completedFuture("ok");
            });
    rig.call("rank", "first").future().thenRun(told::countDown);
    FutureCall second = rig.call("rank", "Heat");

    first.complete("ok");

    assertThat(result(second)).isEqualTo("ok");
  }

  private static LocalRig host(ResultShape shape, Execution execution, TestStage.Body body) {
    return new LocalRig(TestStage.named("Ranker").method("rank", 1, shape, execution, body), 1);
  }

  private static LocalRig hostWithCodec(ResultShape shape, TestStage.Body body) {
    return new LocalRig(
        TestStage.named("Ranker").method("rank", 1, shape, VIRTUAL_THREAD, body),
        1,
        new TextCodec());
  }

  private static Object result(FutureCall call) throws Exception {
    try {
      return call.future().get(Together.PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw (Exception) failed.getCause();
    }
  }

  private static String threadKind() {
    Thread thread = Thread.currentThread();
    if (thread.isVirtual()) {
      return "a virtual thread";
    }
    return thread.getName().startsWith("stage-cpu-") ? "the pool" : "the caller's thread";
  }

  private static String expected(Execution execution) {
    return switch (execution) {
      case VIRTUAL_THREAD -> "a virtual thread";
      case CPU_POOL -> "the pool";
      case EVENT_LOOP -> "the caller's thread";
    };
  }
}
