package dev.serval.core.call;

import dev.serval.api.CallOptions;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.api.error.ServeException;
import dev.serval.protocol.wire.CallMetadata;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One call from the caller's point of view, from the moment it is made until its one outcome. It
 * may be offered to several replicas in turn before one accepts it; whoever ends it first wins and
 * later outcomes are dropped.
 */
public abstract class Call {

  private static final VarHandle ENDED;

  static {
    try {
      ENDED = MethodHandles.lookup().findVarHandle(Call.class, "ended", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final CallTarget target;
  private final Object[] arguments;
  private final Scope scope;
  private final CallMetadata metadata;
  private final String sessionId;
  private final long deadlineNanos;
  private final boolean idempotent;

  private volatile boolean ended;

  /** Where the call is now; written by its router alone. */
  private volatile Route route;

  private final long madeAtNanos;
  private int offerNote;
  private volatile Runnable onEnd;

  /**
   * @param scope the scope of the code that makes the call, or {@code null}
   * @param nowNanos the time of the call
   */
  protected Call(
      CallTarget target, Object[] arguments, CallOptions options, Scope scope, long nowNanos) {
    this.target = target;
    this.arguments = arguments;
    this.scope = scope;
    this.metadata = metadataOf(options, scope);
    this.sessionId = metadata.sessionId();
    this.deadlineNanos = deadlineOf(options, scope, nowNanos);
    this.idempotent = target.idempotent() || options.idempotent();
    this.madeAtNanos = nowNanos;
  }

  private static CallMetadata metadataOf(CallOptions options, Scope scope) {
    CallMetadata inherited = scope == null ? CallMetadata.NONE : scope.metadata();
    String modelId = options.multiplexedModelId();
    String sessionId = options.sessionId();
    if (modelId == null && sessionId == null && inherited.modelId().isEmpty()) {
      return inherited;
    }
    return new CallMetadata(
        inherited.requestId(),
        inherited.traceParent(),
        inherited.traceState(),
        modelId == null ? "" : modelId,
        sessionId == null ? inherited.sessionId() : sessionId);
  }

  private static long deadlineOf(CallOptions options, Scope scope, long nowNanos) {
    long inherited = scope == null ? Scope.NO_DEADLINE : scope.deadlineAt(nowNanos);
    if (options.timeout() == null) {
      return inherited;
    }
    long own = nowNanos + options.timeout().toNanos();
    return inherited == Scope.NO_DEADLINE || own - inherited < 0 ? own : inherited;
  }

  /** The method that is called. */
  public final CallTarget target() {
    return target;
  }

  /** One value per parameter. */
  public final Object[] arguments() {
    return arguments;
  }

  /** What travels with the call besides its arguments. */
  public final CallMetadata metadata() {
    return metadata;
  }

  /** The scope of the code that made the call, or {@code null}. */
  public final Scope scope() {
    return scope;
  }

  /** The session that the call belongs to, or empty. */
  public final String sessionId() {
    return sessionId;
  }

  /** The deadline by the router's clock, or {@link Scope#NO_DEADLINE}. */
  public final long deadlineNanos() {
    return deadlineNanos;
  }

  /** Whether the call may be executed again after a replica accepted it. */
  public final boolean idempotent() {
    return idempotent;
  }

  /** Whether the call, which a replica had accepted, may now be executed once more. */
  public boolean mayRepeat() {
    return idempotent;
  }

  /** Whether the call has had its outcome. */
  public final boolean ended() {
    return ended;
  }

  /** Whether the deadline has passed at {@code nowNanos}. */
  public final boolean expired(long nowNanos) {
    return deadlineNanos != Scope.NO_DEADLINE && deadlineNanos - nowNanos <= 0;
  }

  /** Time left in milliseconds, at least 1, or 0 if there is no deadline. */
  public final int remainingMillis(long nowNanos) {
    if (deadlineNanos == Scope.NO_DEADLINE) {
      return 0;
    }
    return Math.clamp((deadlineNanos - nowNanos + 999_999) / 1_000_000, 1, Integer.MAX_VALUE);
  }

  /** When the call was made, by the router's clock. */
  public final long madeAtNanos() {
    return madeAtNanos;
  }

  /** What the router noted when it last offered the call to a replica. */
  public final int offerNote() {
    return offerNote;
  }

  /** Keeps a note of the router until the call is offered again; whoever holds the call sets it. */
  public final void offerNote(int note) {
    offerNote = note;
  }

  /**
   * Runs {@code action} when the call ends, or at once if it has ended. It may run twice. Set
   * before the call is submitted, at most once.
   */
  public final void onEnd(Runnable action) {
    onEnd = action;
    if (ended) {
      action.run();
    }
  }

  /** Where the call can be cancelled now, or {@code null} before it was submitted. */
  public final Route route() {
    return route;
  }

  /** Set by whoever holds the call: the router that queues it, the link that carries it. */
  public final void route(Route route) {
    this.route = route;
  }

  /**
   * Registers the call with its scope; false, and the call has ended, if the scope is cancelled or
   * the call was.
   */
  public final boolean begin() {
    if (scope != null && !scope.add(this)) {
      fail(cancellation(scope.cancelReason()));
      return false;
    }
    if (ended) {
      leaveScope();
      return false;
    }
    return true;
  }

  /** Ends the call with a result, which may be {@code null}. False if it had ended already. */
  public final boolean succeed(Object result) {
    if (!tryEnd()) {
      return false;
    }
    leaveScope();
    succeeded(result);
    return true;
  }

  /** Ends the call with an error. False if it had ended already. */
  public final boolean fail(ServeException error) {
    if (!tryEnd()) {
      return false;
    }
    leaveScope();
    failed(error);
    return true;
  }

  /**
   * Ends the call and tells whoever holds it. Without effect if it has ended.
   *
   * @return what the caller was told, or {@code null} if the call had ended
   */
  public final ServeException cancel(CancelReason reason) {
    if (!tryEnd()) {
      return null;
    }
    leaveScope();
    Route holder = route;
    ServeException error =
        holder == null
            ? cancellation(reason)
            : holder.cancelled(this, reason, cancellation(reason));
    failed(error);
    return error;
  }

  /** Receives the result. Called at most once, and not after {@link #failed}. */
  protected abstract void succeeded(Object result);

  /** Receives the error. Called at most once, and not after {@link #succeeded}. */
  protected abstract void failed(ServeException error);

  /** Streaming calls only: the next element. Not called after the call has ended. */
  public void element(Object element) {
    throw new IllegalStateException(target.displayName() + " does not stream");
  }

  private boolean tryEnd() {
    return !ended && ENDED.compareAndSet(this, false, true);
  }

  private void leaveScope() {
    if (scope != null) {
      scope.remove(this);
    }
    Runnable action = onEnd;
    if (action != null) {
      action.run();
    }
  }

  private ServeException cancellation(CancelReason reason) {
    return switch (reason) {
      case DEADLINE ->
          new DeadlineExceededException(
              "No result of " + target.displayName() + " before the deadline");
      case SHUTDOWN ->
          new DeploymentUnavailableException(
              target.displayName() + ": this process is shutting down");
      case CANCELLED -> new CallCancelledException(target.displayName() + " was cancelled");
    };
  }

  /**
   * Streaming calls only: the elements that the subscriber can take and that were not passed on
   * yet. Whoever holds the call passes them on.
   */
  public long takeDemand() {
    return 0;
  }

  /** The call goes to another replica, which has to be told from the start what can be taken. */
  public void reoffered() {
    // Only streams keep account.
  }

  /** Holds a call while it is under way. */
  public interface Route {

    /** The subscriber of a streaming call can take more, see {@link Call#takeDemand}. */
    default void demanded(Call call) {
      // Passed on when the call is sent.
    }

    /**
     * The call was cancelled and has ended; the holder lets go of it.
     *
     * @param error what the caller is about to be told
     * @return what to tell the caller instead, or {@code error}
     */
    ServeException cancelled(Call call, CancelReason reason, ServeException error);
  }
}
