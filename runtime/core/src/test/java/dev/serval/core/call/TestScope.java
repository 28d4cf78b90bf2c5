package dev.serval.core.call;

import dev.serval.protocol.wire.CallMetadata;
import java.util.concurrent.atomic.AtomicInteger;

/** A request as an ingress would have it. */
public final class TestScope extends Scope {

  private final AtomicInteger cancellations = new AtomicInteger();

  /** A request without metadata and deadline. */
  public TestScope() {
    this(CallMetadata.NONE, NO_DEADLINE);
  }

  /** A request. */
  public TestScope(CallMetadata metadata, long deadlineNanos) {
    super(metadata, deadlineNanos);
  }

  /** How often it was told that it is cancelled. */
  public int cancellations() {
    return cancellations.get();
  }

  @Override
  protected long deadlineAt(long nowNanos) {
    return deadlineNanos();
  }

  @Override
  protected void onCancel(CancelReason reason) {
    cancellations.incrementAndGet();
  }

  @Override
  public String application() {
    return "shop";
  }

  @Override
  public String deployment() {
    return "Ingress";
  }
}
