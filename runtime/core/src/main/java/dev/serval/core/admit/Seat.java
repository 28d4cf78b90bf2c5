package dev.serval.core.admit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection of a caller, as the admission of a replica sees it. Connections of the same caller
 * share a count, so that a caller is never told its own calls as the load of others.
 */
public final class Seat {

  final Runnable onGrant;
  final AtomicInteger callerOngoing;

  // Guarded by the lock of the admission.
  boolean waiting;
  boolean granted;
  boolean rejectedSinceGrant;
  long grantedAtNanos;

  /**
   * @param callerOngoing running calls of the caller, shared by its connections
   * @param onGrant tells the caller that a slot is held for it; runs without locks held
   */
  public Seat(AtomicInteger callerOngoing, Runnable onGrant) {
    this.callerOngoing = callerOngoing;
    this.onGrant = onGrant;
  }
}
