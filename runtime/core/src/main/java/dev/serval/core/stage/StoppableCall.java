package dev.serval.core.stage;

import dev.serval.api.error.ServeException;
import dev.serval.core.admit.Seat;
import dev.serval.core.call.CancelReason;
import dev.serval.protocol.wire.CallMetadata;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * A call that may have to be stopped: it knows where its code runs. One that is cancelled while its
 * code runs, alone or as an item of a batch, keeps its slot until that has come to its end; one
 * that only waits gives it back at once.
 */
abstract class StoppableCall extends AdmittedCall {

  private static final Logger LOG = Logger.getLogger(StoppableCall.class);

  /** In the place of a batch that has nothing more for the call. */
  private static final Runnable BATCH_OVER = () -> {};

  /**
   * Whether the code of the call runs. Whoever cancels says so before it looks for this, and the
   * code has begun or ended before it looks for that: so at least one of them sees the other.
   */
  private volatile boolean running;

  private volatile boolean toldToStop;

  /** Tells the batch that the call is in of its end; {@code null} before there is one. */
  private volatile Runnable batch;

  // Guarded by this.
  private Thread runner;
  private CompletableFuture<?> pending;
  private StreamReply stream;

  StoppableCall(
      StageReplica replica,
      StageMethod method,
      Seat seat,
      CallMetadata metadata,
      long deadlineNanos) {
    super(replica, method, seat, metadata, deadlineNanos);
  }

  /**
   * The call was cancelled and will send nothing more; if the caller does not know yet it is told
   * {@link #cancellation()}. May be called a second time.
   */
  protected abstract void discarded();

  // ---- Where the code runs

  /**
   * The method is about to run on this thread.
   *
   * @param interruptible whether a cancellation is to interrupt it
   * @return false if the call is over already; {@link #endRun} follows in any case
   */
  final boolean beginRun(boolean interruptible) {
    running = true;
    if (toldToStop || ended()) {
      return false;
    }
    if (interruptible) {
      synchronized (this) {
        if (toldToStop || ended()) {
          return false;
        }
        runner = Thread.currentThread();
      }
    }
    return true;
  }

  /** The method has returned. */
  final void endRun(boolean interruptible) {
    if (interruptible) {
      synchronized (this) {
        if (runner != null) {
          runner = null;
          // The thread may go on to other calls, which this interrupt is not meant for.
          Thread.interrupted();
        }
      }
    }
    running = false;
    if (toldToStop) {
      finish(cancellation());
    }
  }

  /** A batch with the call in it is about to be executed, see {@link IncomingCall#begin}. */
  final boolean beginBatch(Runnable noLongerLive) {
    batch = noLongerLive;
    if (beginRun(false)) {
      return true;
    }
    endRun(false);
    return false;
  }

  /** The batch has nothing more for the call, which may have to wait for its caller. */
  final void endBatch() {
    endRun(false);
    tellBatch();
    batch = BATCH_OVER;
  }

  /** Whether a batch is to be executed, or goes on, for the sake of this call. */
  final boolean wantsBatch() {
    return !cancelled() && !ended() && (batch == null || running);
  }

  private void tellBatch() {
    Runnable told = batch;
    if (told != null) {
      told.run();
    }
  }

  /** What the method has returned: cancelled with the call. */
  final void pending(CompletableFuture<?> future) {
    synchronized (this) {
      pending = future;
    }
    if (cancelled()) {
      future.cancel(true);
    }
  }

  /** The stream of the method: cancelled with the call. */
  final synchronized void stream(StreamReply reply) {
    stream = reply;
  }

  final synchronized StreamReply stream() {
    return stream;
  }

  // ---- Stopping it

  @Override
  protected final void onCancel(CancelReason reason) {
    CompletableFuture<?> future;
    StreamReply reply;
    boolean over;
    synchronized (this) {
      if (ended()) {
        return;
      }
      toldToStop = true;
      if (runner != null) {
        runner.interrupt();
      }
      future = pending;
      reply = stream;
      over = !running;
    }
    if (future != null) {
      future.cancel(true);
    }
    if (reply != null) {
      reply.cancel();
    }
    if (over) {
      finish(cancellation());
    } else if (batch != null) {
      // It goes on for others, perhaps for long.
      discarded();
      tellBatch();
    }
  }

  /** The call has failed on its way to the caller: nothing must go on for nobody. */
  final void stopSources() {
    StreamReply reply = stream();
    if (reply != null) {
      reply.cancel();
    }
    tellBatch();
  }

  /** Frees the slot. False, and nobody is to be told, if the call had ended or was cancelled. */
  final boolean finish(Throwable failure) {
    if (!free(failure)) {
      return false;
    }
    if (!cancelled()) {
      return true;
    }
    try {
      discarded();
    } finally {
      leave();
    }
    return false;
  }

  /** What a caller is told that has not cancelled the call itself. */
  protected final ServeException cancellation() {
    return CallErrors.cancelled(replica().displayName(method()), cancelReason());
  }

  /** Cancels the call. That runs code of the stage, whose failure must not harm other calls. */
  protected final void stop(CancelReason reason) {
    try {
      cancel(reason);
    } catch (RuntimeException | Error failure) {
      LOG.errorf(failure, "%s failed when it was cancelled", replica().displayName(method()));
    }
  }

  /** The replica is closed: tells the caller at once, since the method may never return. */
  final void shutDown() {
    stop(CancelReason.SHUTDOWN);
    if (!ended()) {
      discarded();
    }
  }
}
