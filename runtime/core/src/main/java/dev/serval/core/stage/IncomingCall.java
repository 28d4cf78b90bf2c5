package dev.serval.core.stage;

import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.ServeException;
import dev.serval.api.error.StageFailedException;
import dev.serval.core.admit.Seat;
import dev.serval.core.batch.BatchEntry;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.Scope;
import dev.serval.core.codec.CodecException;
import dev.serval.protocol.wire.CallMetadata;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;

/**
 * A call that a replica has admitted, until it has ended: it occupies a slot, runs the stage's
 * method and is the scope of the calls that the method makes. What brings the call, the wire or
 * another stage in the process, extends it to read the arguments and to carry the outcome back.
 */
public abstract class IncomingCall extends StoppableCall implements Runnable, BatchEntry {

  private Object item;

  // Guarded by this.
  private long demand;
  private PacedElements paced;

  /** A call that {@code replica} has admitted for {@code seat}. */
  protected IncomingCall(
      StageReplica replica,
      StageMethod method,
      Seat seat,
      CallMetadata metadata,
      long deadlineNanos) {
    super(replica, method, seat, metadata, deadlineNanos);
  }

  /**
   * The call has to wait for its arguments before it can start. It has its slot, and ends with its
   * deadline or its replica like one that runs.
   */
  public final void waitsForArguments() {
    replica().keep(this);
  }

  /** Starts the call, on this thread if its method runs on the thread that brings the call. */
  public final void start() {
    start(true);
  }

  /** Starts the call on another thread, for one that has other things to do. */
  public final void startElsewhere() {
    start(false);
  }

  private void start(boolean here) {
    try {
      replica().execute(this, here);
    } catch (RejectedExecutionException closed) {
      fail(CallErrors.shuttingDown(deployment()));
    }
  }

  /**
   * Reads the arguments, once.
   *
   * @throws CodecException if they are not what the method takes
   */
  protected abstract Object[] readArguments();

  /** Carries the result of a unary call to the caller; the slot is free already. */
  protected abstract void sendResult(Object result);

  /** Carries an element of the stream to the caller. */
  protected abstract void sendElement(Object element);

  /** Tells the caller that the stream has ended; the slot is free already. */
  protected abstract void sendEnd();

  /**
   * Tells the caller that the call has failed; the slot is free already.
   *
   * @param stageFailed whether this replica's own code is the reason
   */
  protected abstract void sendError(ServeException error, boolean stageFailed);

  // ---- Execution

  @Override
  public final void run() {
    boolean interruptible = method().execution() != StageMethod.Execution.EVENT_LOOP;
    if (!beginRun(interruptible)) {
      endRun(false);
      return;
    }
    Scope before = enter(this);
    try {
      accept(replica().invoke(method(), readArguments()));
    } catch (Throwable failure) {
      fail(failure);
    } finally {
      exit(before);
      endRun(interruptible);
    }
  }

  private void accept(Object result) {
    switch (method().shape()) {
      case VALUE -> complete(result);
      case COMPLETION_STAGE -> follow((CompletionStage<?>) requireResult(result));
      case PUBLISHER -> subscribe((Flow.Publisher<?>) requireResult(result));
    }
  }

  private Object requireResult(Object result) {
    if (result == null) {
      throw new IllegalStateException(
          "returned null instead of "
              + (method().streaming() ? "a publisher" : "a CompletionStage or Uni"));
    }
    return result;
  }

  private void follow(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    if (!future.isDone()) {
      pending(future);
    }
    future.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            complete(value);
          } else {
            fail(failure);
          }
        });
  }

  private void subscribe(Flow.Publisher<?> publisher) {
    StreamReply reply = new StreamReply(this);
    long first;
    synchronized (this) {
      stream(reply);
      first = demand;
      demand = 0;
    }
    publisher.subscribe(reply);
    if (first > 0) {
      reply.demand(first);
    }
    if (cancelled()) {
      reply.cancel();
    }
  }

  /** The caller can take {@code elements} more of the stream. */
  public final void demand(long elements) {
    if (method().batch() != null) {
      paced().demand(elements);
      return;
    }
    StreamReply reply;
    synchronized (this) {
      reply = stream();
      if (reply == null) {
        demand = demand + elements < 0 ? Long.MAX_VALUE : demand + elements;
      }
    }
    if (reply != null) {
      reply.demand(elements);
    }
  }

  // ---- Outcomes

  @Override
  public final void complete(Object result) {
    if (finish(null)) {
      try {
        sendResult(result);
      } finally {
        leave();
      }
    }
  }

  @Override
  public final void next(Object element) {
    if (method().batch() != null) {
      paced().next(element);
    } else {
      emit(element);
    }
  }

  /** Sends an element that the caller has asked for. */
  final void emit(Object element) {
    if (!cancelled() && !ended()) {
      sendElement(element);
    }
  }

  /** A batch goes on at one pace for all its callers, so each has what it did not take yet. */
  private synchronized PacedElements paced() {
    if (paced == null) {
      paced = new PacedElements(this);
    }
    return paced;
  }

  @Override
  public final void end() {
    if (method().batch() != null) {
      endBatch();
      paced().end();
    } else {
      endNow();
    }
  }

  /** Ends the stream; all its elements were sent. */
  final void endNow() {
    if (finish(null)) {
      try {
        sendEnd();
      } finally {
        leave();
      }
    }
  }

  @Override
  public final void fail(Throwable failure) {
    Throwable cause =
        failure == null ? new NullPointerException("the failure itself is null") : failure;
    if (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (finish(cause)) {
      ServeException error = CallErrors.of(replica().displayName(method()), cause);
      boolean own = error instanceof StageFailedException && !(cause instanceof ServeException);
      try {
        stopSources();
        sendError(error, own);
      } finally {
        leave();
      }
    }
  }

  // ---- As an item of a batch

  /** Reads the argument; false, and the call has failed, if it is not what the method takes. */
  final boolean readItem() {
    try {
      item = readArguments()[0];
      return true;
    } catch (CodecException | BadRequestException wrong) {
      fail(wrong);
      return false;
    }
  }

  @Override
  public final Object item() {
    return item;
  }

  @Override
  public final boolean live(long nowNanos) {
    if (deadlineNanos() != NO_DEADLINE && deadlineNanos() - nowNanos <= 0) {
      cancel(CancelReason.DEADLINE);
    }
    return wantsBatch();
  }

  @Override
  public final boolean begin(Runnable noLongerLive) {
    return beginBatch(noLongerLive);
  }
}
