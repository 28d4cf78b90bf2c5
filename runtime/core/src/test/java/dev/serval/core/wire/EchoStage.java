package dev.serval.core.wire;

import dev.serval.api.error.BackPressureException;
import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.api.error.StageFailedException;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.call.Scope;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageInvoker;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.stage.StageMethod.Execution;
import dev.serval.core.stage.StageMethod.ResultShape;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A stage with a method of every kind, as the build would describe it. */
final class EchoStage {

  /**
   * Calls of {@code hold} and {@code holdIdempotent}, batches of {@code batchedHold}, that began.
   */
  final AtomicInteger holding = new AtomicInteger();

  /** Calls of those that were interrupted. */
  final AtomicInteger interrupted = new AtomicInteger();

  /** Lets the calls of {@code hold} go on. */
  volatile CountDownLatch gate = new CountDownLatch(1);

  /** The publishers that {@code count} has made. */
  final List<CountingPublisher> publishers = new CopyOnWriteArrayList<>();

  /** What {@code nested} calls. */
  volatile Function<String, Object> next = text -> text;

  record Point(String name, int x, List<Double> values) {}

  private static final List<StageMethod> METHODS = new ArrayList<>();

  private static void method(
      String name, Type parameter, Type result, ResultShape shape, Execution execution) {
    METHODS.add(
        new StageMethod(
            METHODS.size(),
            name,
            List.of(parameter),
            result,
            shape,
            execution,
            name.endsWith("Idempotent"),
            name.startsWith("batched") ? new BatchOptions(8, Duration.ofMillis(1), 2) : null,
            null));
  }

  static {
    ResultShape value = ResultShape.VALUE;
    method("echo", String.class, String.class, value, Execution.VIRTUAL_THREAD);
    method("echoOnLoop", String.class, String.class, value, Execution.EVENT_LOOP);
    method("echoOnPool", String.class, String.class, value, Execution.CPU_POOL);
    method(
        "echoLater",
        String.class,
        String.class,
        ResultShape.COMPLETION_STAGE,
        Execution.EVENT_LOOP);
    method("batched", String.class, String.class, value, Execution.VIRTUAL_THREAD);
    method(
        "batchedStream",
        String.class,
        Integer.class,
        ResultShape.PUBLISHER,
        Execution.VIRTUAL_THREAD);
    method("batchedHold", String.class, String.class, value, Execution.VIRTUAL_THREAD);
    method("bytes", byte[].class, byte[].class, value, Execution.VIRTUAL_THREAD);
    method("bytesOnLoop", byte[].class, byte[].class, value, Execution.EVENT_LOOP);
    method("make", Integer.class, byte[].class, value, Execution.VIRTUAL_THREAD);
    method("makeOnLoop", Integer.class, byte[].class, value, Execution.EVENT_LOOP);
    method("fail", String.class, String.class, value, Execution.VIRTUAL_THREAD);
    method("hold", String.class, String.class, value, Execution.VIRTUAL_THREAD);
    method("holdIdempotent", String.class, String.class, value, Execution.VIRTUAL_THREAD);
    method("nested", String.class, String.class, value, Execution.VIRTUAL_THREAD);
    method("remaining", String.class, Long.class, value, Execution.VIRTUAL_THREAD);
    method("count", Integer.class, Integer.class, ResultShape.PUBLISHER, Execution.EVENT_LOOP);
    method(
        "countElsewhere",
        Integer.class,
        Integer.class,
        ResultShape.PUBLISHER,
        Execution.VIRTUAL_THREAD);
    method(
        "countHere", Integer.class, Integer.class, ResultShape.PUBLISHER, Execution.VIRTUAL_THREAD);
    method("blocks", Integer.class, byte[].class, ResultShape.PUBLISHER, Execution.EVENT_LOOP);
    method("point", Point.class, Point.class, value, Execution.VIRTUAL_THREAD);
    method("wrongElement", String.class, String.class, ResultShape.PUBLISHER, Execution.EVENT_LOOP);
  }

  static final StageDescriptor DESCRIPTOR =
      new StageDescriptor("Echo", EchoStage.class.getName(), List.copyOf(METHODS));

  static StageInvoker invoker() {
    return (index, stage, arguments) ->
        ((EchoStage) stage).invoke(DESCRIPTOR.methods().get(index).name(), arguments[0]);
  }

  private Object invoke(String method, Object argument) throws Exception {
    return switch (method) {
      case "fail" -> fail((String) argument);
      case "hold", "holdIdempotent", "batchedHold" -> hold(argument);
      case "make", "makeOnLoop" -> new byte[(Integer) argument];
      case "nested" -> next.apply((String) argument);
      case "remaining" -> Scope.current().remaining().map(Duration::toMillis).orElse(-1L);
      case "echoLater" -> CompletableFuture.supplyAsync(() -> argument);
      case "count", "countHere" -> publisher((Integer) argument, i -> i, false);
      case "countElsewhere" -> publisher((Integer) argument, i -> i, true);
      case "batchedStream" -> rounds(((List<?>) argument).size());
      case "blocks" -> publisher((Integer) argument, i -> new byte[256 * 1024], false);
      case "wrongElement" -> publisher(Integer.MAX_VALUE, i -> new Object(), true);
      default -> argument;
    };
  }

  private CountingPublisher publisher(int count, Function<Integer, Object> element, boolean async) {
    CountingPublisher publisher = new CountingPublisher(count, element, async);
    publishers.add(publisher);
    return publisher;
  }

  /** A hundred rounds, in each of which every call of the batch gets the round's number. */
  private Object rounds(int calls) {
    return publisher(100, i -> Collections.nCopies(calls, i), true);
  }

  private Object hold(Object argument) throws InterruptedException {
    holding.incrementAndGet();
    try {
      gate.await();
      return argument;
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      throw e;
    }
  }

  private static Object fail(String kind) {
    throw switch (kind) {
      case "back-pressure" -> new BackPressureException("Next is full", Duration.ofMillis(1500));
      case "bad-request" -> new BadRequestException("Next.method: not a number");
      case "cancelled" -> new CallCancelledException("Next.method was cancelled");
      case "deadline" -> new DeadlineExceededException("No result of Next.method");
      case "unavailable" -> new DeploymentUnavailableException("Next has no replica");
      case "behind" -> new StageFailedException("Next.method failed", "NextException", "");
      default -> new IllegalArgumentException(kind);
    };
  }
}
