package dev.serval.core.call;

import dev.serval.api.CallOptions;
import dev.serval.api.error.ServeException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A call that remembers its outcome and how often it was told one. */
public final class RecordedCall extends Call {

  /** Something to call. */
  public static final CallTarget TARGET = target("Ranker", "rank", false);

  private final AtomicInteger outcomes = new AtomicInteger();
  private volatile Object result;
  private volatile ServeException error;

  /** A call of {@link #TARGET} made at time 0 by code that is part of no request. */
  public RecordedCall() {
    this(CallOptions.DEFAULTS, null, 0);
  }

  /** A call of {@link #TARGET}. */
  public RecordedCall(CallOptions options, Scope scope, long nowNanos) {
    super(TARGET, new Object[0], options, scope, nowNanos);
  }

  /** A method without parameters. */
  public static CallTarget target(String deployment, String method, boolean streaming) {
    return new CallTarget(
        deployment, deployment, method, 1, List.of(), String.class, streaming, false);
  }

  @Override
  protected void succeeded(Object value) {
    result = value;
    outcomes.incrementAndGet();
  }

  @Override
  protected void failed(ServeException failure) {
    error = failure;
    outcomes.incrementAndGet();
  }

  /** How often an outcome was told. */
  public int outcomes() {
    return outcomes.get();
  }

  /** The result, or {@code null}. */
  public Object result() {
    return result;
  }

  /** The error, or {@code null}. */
  public ServeException error() {
    return error;
  }
}
