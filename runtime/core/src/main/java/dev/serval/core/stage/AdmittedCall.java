package dev.serval.core.stage;

import dev.serval.core.admit.Seat;
import dev.serval.core.call.Scope;
import dev.serval.protocol.wire.CallMetadata;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What a call occupies of its replica, a slot and perhaps a place among those that run. */
abstract class AdmittedCall extends Scope {

  private static final VarHandle ENDED;

  static {
    try {
      ENDED = MethodHandles.lookup().findVarHandle(AdmittedCall.class, "ended", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final StageReplica replica;
  private final StageMethod method;
  private final Seat seat;
  private final long startedNanos;
  private volatile boolean ended;

  /** Where {@link RunningCalls} keeps the call, or 0. */
  private volatile int place;

  AdmittedCall(
      StageReplica replica,
      StageMethod method,
      Seat seat,
      CallMetadata metadata,
      long deadlineNanos) {
    super(metadata, deadlineNanos);
    this.replica = replica;
    this.method = method;
    this.seat = seat;
    this.startedNanos = replica.nanoTime();
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

  @Override
  protected final long nanoTime() {
    return replica.nanoTime();
  }

  /** The routers of a process and its replicas follow one clock. */
  @Override
  protected final long deadlineAt(long nowNanos) {
    return deadlineNanos();
  }

  /** Whether the call has had its outcome, which may still be on its way to the caller. */
  final boolean ended() {
    return ended;
  }

  /** Frees the slot; false if that has happened before. */
  final boolean free(Throwable failure) {
    if (ended || !ENDED.compareAndSet(this, false, true)) {
      return false;
    }
    replica.admission().release(seat);
    replica.observer().ended(method, failure, replica.nanoTime() - startedNanos);
    return true;
  }

  final void placed(int at) {
    place = at;
  }

  /** Whether {@link RunningCalls} has been given the call. */
  final boolean placed() {
    return place != 0;
  }

  /** The outcome is on its way: nothing more of the call is to be waited for. */
  final void leave() {
    int at = place;
    if (at != 0) {
      replica.running().remove(this, at);
    }
    replica.callLeft();
  }
}
