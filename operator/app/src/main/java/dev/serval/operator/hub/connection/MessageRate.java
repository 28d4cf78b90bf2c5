package dev.serval.operator.hub.connection;

/** A bucket of permissions that fills evenly. Not safe for several threads. */
public final class MessageRate {

  private static final int BURST_SECONDS = 10;
  private static final double NANOS = 1e9;

  private final int perSecond;
  private double left;
  private long at;

  /**
   * A full bucket.
   *
   * @param perSecond messages on average; ten times as many at once
   * @param nanos the time, of any origin
   */
  public MessageRate(int perSecond, long nanos) {
    this.perSecond = perSecond;
    this.left = (double) perSecond * BURST_SECONDS;
    this.at = nanos;
  }

  /** Whether one more message is within the rate. */
  public boolean allows(long nanos) {
    left = Math.min((double) perSecond * BURST_SECONDS, left + (nanos - at) / NANOS * perSecond);
    at = nanos;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
