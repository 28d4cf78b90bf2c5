package dev.serval.core.stage;

import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.ServeException;
import dev.serval.api.error.StageFailedException;
import dev.serval.core.admit.Seat;
import dev.serval.core.batch.BatchEntry;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.Scope;
import dev.serval.core.codec.CodecException;
import dev.serval.protocol.wire.CallMetadata;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * A call that a replica has admitted, until it has ended: it occupies a slot, runs the stage's
 * method and is the scope of the calls that the method makes. What brings the call, the wire or
 * another stage in the process, extends it to read the arguments and to carry the outcome back.
 */
public abstract class IncomingCall extends Scope implements Runnable, BatchEntry {

  private static final VarHandle ENDED;

  static {
    try {
      ENDED = MethodHandles.lookup().findVarHandle(IncomingCall.class, "ended", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final StageReplica replica;
  private final StageMethod method;
  private final Seat seat;
  private final long startedNanos = System.nanoTime();
  private Object item;
  private volatile boolean ended;

  // Guarded by this.
  private Thread runner;
  private CompletableFuture<?> pending;
  private StreamReply stream;
  private long demand;
  private PacedElements paced;

  /** A call that {@code replica} has admitted for {@code seat}. */
  protected IncomingCall(
      StageReplica replica,
      StageMethod method,
      Seat seat,
      CallMetadata metadata,
      long deadlineNanos) {
    super(metadata, deadlineNanos);
    this.replica = replica;
    this.method = method;
    this.seat = seat;
  }

  /** The method that is called. */
  public final StageMethod method() {
    return method;
  }

  /** The replica that runs the call. */
  public final StageReplica replica() {
    return replica;
  }

  @Override
  public final String deployment() {
    return replica.deployment();
  }

  /** Starts the call. */
  public final void start() {
    replica.execute(this);
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

  /** The call was cancelled and will send nothing more. */
  protected abstract void discarded();

  // ---- Execution

  @Override
  public final void run() {
    boolean interruptible = method.execution() != StageMethod.Execution.EVENT_LOOP;
    if (ended || (interruptible && !beginRun())) {
      return;
    }
    Scope before = enter(this);
    try {
      accept(replica.invoke(method, readArguments()));
    } catch (Throwable failure) {
      fail(failure);
    } finally {
      exit(before);
      if (interruptible) {
        endRun();
      }
    }
  }

  /** From here on a cancellation interrupts the thread; false if it came before. */
  private synchronized boolean beginRun() {
    if (ended) {
      return false;
    }
    runner = Thread.currentThread();
    return true;
  }

  private synchronized void endRun() {
    runner = null;
    // The thread may go on to other calls, which this interrupt is not meant for.
    Thread.interrupted();
    if (cancelled() && pending == null && stream == null) {
      finish(null);
    }
  }

  private void accept(Object result) {
    switch (method.shape()) {
      case VALUE -> complete(result);
      case COMPLETION_STAGE -> follow((CompletionStage<?>) requireResult(result));
      case PUBLISHER -> subscribe((Flow.Publisher<?>) requireResult(result));
    }
  }

  private Object requireResult(Object result) {
    if (result == null) {
      throw new IllegalStateException(
          "returned null instead of "
              + (method.streaming() ? "a publisher" : "a CompletionStage or Uni"));
    }
    return result;
  }

  private void follow(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    if (!future.isDone()) {
      synchronized (this) {
        pending = future;
      }
      if (cancelled()) {
        future.cancel(true);
      }
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
      stream = reply;
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
    if (method.batch() != null) {
      paced().demand(elements);
      return;
    }
    StreamReply reply;
    synchronized (this) {
      reply = stream;
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
      sendResult(result);
    }
  }

  @Override
  public final void next(Object element) {
    if (method.batch() != null) {
      paced().next(element);
    } else {
      emit(element);
    }
  }

  /** Sends an element that the caller has asked for. */
  final void emit(Object element) {
    if (!cancelled() && !ended) {
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
    if (method.batch() != null) {
      paced().end();
    } else {
      endNow();
    }
  }

  /** Ends the stream; all its elements were sent. */
  final void endNow() {
    if (finish(null)) {
      sendEnd();
    }
  }

  @Override
  public final void fail(Throwable failure) {
    Throwable cause = failure;
    if (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (finish(cause)) {
      ServeException error = describe(cause);
      stopStream();
      sendError(error, error instanceof StageFailedException && !(cause instanceof ServeException));
    }
  }

  /** A stream that has failed on its way to the caller must not go on for nobody. */
  private void stopStream() {
    StreamReply reply;
    synchronized (this) {
      reply = stream;
    }
    if (reply != null) {
      reply.cancel();
    }
  }

  private ServeException describe(Throwable cause) {
    String name = replica.displayName(method);
    return switch (cause) {
      case ServeException error -> error;
      case CodecException error -> new BadRequestException(name + ": " + error.getMessage());
      case Throwable other -> {
        String message =
            name + " failed: " + other.getClass().getName() + ": " + other.getMessage();
        yield new StageFailedException(message, other);
      }
    };
  }

  /** Frees the slot. False, and nobody is to be told, if the call had ended or was cancelled. */
  private boolean finish(Throwable failure) {
    if (ended || !ENDED.compareAndSet(this, false, true)) {
      return false;
    }
    replica.admission().release(seat);
    replica.observer().ended(method, failure, System.nanoTime() - startedNanos);
    if (cancelled()) {
      discarded();
      return false;
    }
    return true;
  }

  @Override
  protected final void onCancel(CancelReason reason) {
    CompletableFuture<?> future;
    StreamReply reply;
    boolean idle;
    synchronized (this) {
      if (ended) {
        return;
      }
      if (runner != null) {
        runner.interrupt();
      }
      future = pending;
      reply = stream;
      idle = runner == null && future == null && reply == null;
    }
    if (future != null) {
      future.cancel(true);
    }
    if (reply != null) {
      reply.cancel();
    }
    if (idle || future != null || reply != null) {
      finish(cancellation(reason));
    }
  }

  private ServeException cancellation(CancelReason reason) {
    String name = replica.displayName(method);
    return reason == CancelReason.DEADLINE
        ? new DeadlineExceededException(name + " was not done before the deadline")
        : new CallCancelledException(name + " was cancelled");
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
    return !cancelled();
  }
}
