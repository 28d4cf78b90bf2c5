package dev.serval.core.stage;

import dev.serval.core.batch.BatchOptions;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A method of a stage that other deployments can call, as callers see it: for a batch method the
 * parameter and the result are those of one item.
 *
 * @param index the number by which the {@link StageInvoker} knows the method
 * @param name unique in the stage
 * @param parameterTypes declared types of the parameters
 * @param resultType declared type of the result, or of one element of the stream
 * @param shape what the method itself returns
 * @param execution where the method runs
 * @param idempotent whether an accepted call may be executed again
 * @param batch how calls are batched, or {@code null}
 * @param weigher weighs the items of a batch; {@code null} if each weighs 1
 */
public record StageMethod(
    int index,
    String name,
    List<Type> parameterTypes,
    Type resultType,
    ResultShape shape,
    Execution execution,
    boolean idempotent,
    BatchOptions batch,
    ToIntFunction<Object> weigher) {

  /** What a method returns. */
  public enum ResultShape {
    /** The result itself. */
    VALUE,
    /** A {@code CompletionStage} of it. */
    COMPLETION_STAGE,
    /** A {@code Flow.Publisher} of elements. */
    PUBLISHER
  }

  /** Where a method runs. */
  public enum Execution {
    /** On a virtual thread of its own; it may block. */
    VIRTUAL_THREAD,
    /** On the thread that brings the call, usually an event loop; it must not block. */
    EVENT_LOOP,
    /** On a pool with as many threads as the replica has CPUs. */
    CPU_POOL
  }

  /** Whether callers receive a stream. */
  public boolean streaming() {
    return shape == ResultShape.PUBLISHER;
  }
}
