package dev.serval.quarkus.runtime.http;

/**
 * What the door needs to know.
 *
 * @param application the application's name
 * @param deployment the deployment that answers HTTP, or empty if the application has none
 * @param hosted what this process hosts, for messages
 * @param answers whether this process answers the application's routes
 * @param routePrefix {@code /}, or a path that starts with a slash and does not end with one
 * @param timeoutNanos how long a request may take that does not say, or 0 for as long as it likes
 * @param maxOngoing requests under way at a time, at least 1
 * @param maxQueued requests that may wait, or -1 for any number
 * @param maxBodyBytes the longest body
 */
public record DoorSettings(
    String application,
    String deployment,
    String hosted,
    boolean answers,
    String routePrefix,
    long timeoutNanos,
    int maxOngoing,
    int maxQueued,
    long maxBodyBytes) {

  /** The same with other bounds: what can change while the door is open. */
  DoorSettings withBounds(long changedTimeoutNanos, int changedOngoing, int changedQueued) {
    return new DoorSettings(
        application,
        deployment,
        hosted,
        answers,
        routePrefix,
        changedTimeoutNanos,
        changedOngoing,
        changedQueued,
        maxBodyBytes);
  }

  boolean hasPrefix() {
    return routePrefix.length() > 1;
  }

  /** The path as clients see it. */
  String withPrefix(String path) {
    return hasPrefix() ? routePrefix + (path.equals("/") ? "" : path) : path;
  }

  /** Whether the application's routes can be under this path. */
  boolean underPrefix(String path) {
    int length = routePrefix.length();
    return !hasPrefix()
        || path.startsWith(routePrefix) && (path.length() == length || path.charAt(length) == '/');
  }
}
