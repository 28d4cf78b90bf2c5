package dev.serval.operator.hub;

/**
 * How much the hub takes, so that nobody can make it do or keep more.
 *
 * @param replicas that may be connected
 * @param reviews tokens that are shown to the API server at the same time
 * @param failuresPerMinute bad tokens that are looked at for one peer address
 * @param messagesPerSecond of one replica, on average; ten times as many at once
 */
public record HubLimits(int replicas, int reviews, int failuresPerMinute, int messagesPerSecond) {

  /** For a large cluster. */
  public static HubLimits defaults() {
    return new HubLimits(5_000, 32, 30, 20);
  }
}
