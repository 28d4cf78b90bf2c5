package dev.serval.core.call;

import dev.serval.api.RequestContext;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.protocol.wire.CallMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request, or the part of it that runs in one stage: an HTTP request at the ingress, or a call
 * that a replica executes. The calls that the stage makes are children of its scope; cancelling the
 * scope cancels them, wherever they run.
 *
 * <p>The current scope belongs to the thread that runs user code. Asynchronous code keeps it as
 * long as it continues from the results of its handles, see {@link #run}.
 */
public abstract class Scope implements RequestContext {

  /** The value of {@link #deadlineNanos()} that stands for no deadline. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  /** A holder per thread: event loops change scopes often, and setting a thread local allocates. */
  private static final ThreadLocal<Scope[]> CURRENT = ThreadLocal.withInitial(() -> new Scope[1]);

  private final CallMetadata metadata;
  private final long deadlineNanos;

  // Guarded by this. Most scopes have one child at a time, which needs no list.
  private Call onlyChild;
  private List<Call> children;
  private volatile CancelReason cancelReason;
  private volatile DeploymentUnavailableException missing;

  /**
   * @param metadata what calls made in this scope carry on
   * @param deadlineNanos by {@link #nanoTime()}, or {@link #NO_DEADLINE}
   */
  protected Scope(CallMetadata metadata, long deadlineNanos) {
    this.metadata = metadata;
    this.deadlineNanos = deadlineNanos;
  }

  /** The scope of the code that runs on this thread, or {@code null}. */
  public static Scope current() {
    return CURRENT.get()[0];
  }

  /** Makes {@code scope} current and returns the one before it; either may be {@code null}. */
  public static Scope enter(Scope scope) {
    Scope[] holder = CURRENT.get();
    Scope before = holder[0];
    holder[0] = scope;
    return before;
  }

  /** Ends what {@link #enter} began; {@code before} is what it returned. */
  public static void exit(Scope before) {
    CURRENT.get()[0] = before;
  }

  /** Runs {@code task} with {@code scope}, which may be {@code null}, as the current one. */
  public static void run(Scope scope, Runnable task) {
    Scope before = enter(scope);
    try {
      task.run();
    } finally {
      exit(before);
    }
  }

  /** What calls made in this scope carry on. */
  public final CallMetadata metadata() {
    return metadata;
  }

  /** The deadline by {@link #nanoTime()}, or {@link #NO_DEADLINE}. */
  public final long deadlineNanos() {
    return deadlineNanos;
  }

  /** The clock by which this scope has its deadline; the machine's unless it is overridden. */
  protected long nanoTime() {
    return System.nanoTime();
  }

  /**
   * The deadline by the clock of the calls that are made in this scope, or {@link #NO_DEADLINE}:
   * that clock may be another than the scope's.
   *
   * @param nowNanos what that clock says now
   */
  protected long deadlineAt(long nowNanos) {
    return deadlineNanos == NO_DEADLINE ? NO_DEADLINE : nowNanos + (deadlineNanos - nanoTime());
  }

  /** Why this scope was cancelled, or {@code null} if it was not. */
  public final CancelReason cancelReason() {
    return cancelReason;
  }

  @Override
  public final String requestId() {
    return metadata.requestId();
  }

  @Override
  public final Optional<Duration> remaining() {
    if (deadlineNanos == NO_DEADLINE) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(Math.max(0, deadlineNanos - nanoTime())));
  }

  @Override
  public final boolean cancelled() {
    return cancelReason != null;
  }

  /**
   * Cancels this scope and every call made in it that is still under way. Without effect if it is
   * cancelled already.
   *
   * @return whether this call cancelled it
   */
  public final boolean cancel(CancelReason reason) {
    List<Call> cascade;
    synchronized (this) {
      if (cancelReason != null) {
        return false;
      }
      cancelReason = reason;
      cascade = takeChildren();
    }
    for (Call child : cascade) {
      if (child.cancel(reason) instanceof DeploymentUnavailableException unavailable) {
        missing = unavailable;
      }
    }
    onCancel(reason);
    return true;
  }

  /**
   * What was missing when the deadline passed: a call that still waited for a deployment without a
   * replica. {@code null} if there was none.
   */
  public final DeploymentUnavailableException missing() {
    return missing;
  }

  /** Called once when this scope is cancelled, after its calls were. */
  protected abstract void onCancel(CancelReason reason);

  /**
   * Makes {@code call} a child of this scope.
   *
   * @return false if this scope is cancelled already; the call is then not added
   */
  final synchronized boolean add(Call call) {
    if (cancelReason != null) {
      return false;
    }
    if (onlyChild == null && children == null) {
      onlyChild = call;
    } else {
      if (children == null) {
        children = new ArrayList<>(4);
      }
      children.add(call);
    }
    return true;
  }

  /** Forgets a child that has ended. */
  final synchronized void remove(Call call) {
    if (onlyChild == call) {
      onlyChild = null;
    } else if (children != null) {
      children.remove(call);
      if (children.isEmpty()) {
        children = null;
      }
    }
  }

  /** The number of calls made in this scope that are under way. */
  public final synchronized int callsUnderWay() {
    return (onlyChild == null ? 0 : 1) + (children == null ? 0 : children.size());
  }

  private List<Call> takeChildren() {
    List<Call> taken = children == null ? new ArrayList<>(1) : children;
    if (onlyChild != null) {
      taken.add(onlyChild);
    }
    onlyChild = null;
    children = null;
    return taken;
  }
}
