package dev.serval.operator.relay;

/**
 * How much a leader takes.
 *
 * @param followers that may be connected
 * @param messagesPerSecond of one of them, on average; ten times as many at once
 * @param values of deployments that a follower keeps
 */
public record RelayLimits(int followers, int messagesPerSecond, int values) {

  /** For a large cluster. */
  public static RelayLimits defaults() {
    return new RelayLimits(16, 200, 10_000);
  }
}
