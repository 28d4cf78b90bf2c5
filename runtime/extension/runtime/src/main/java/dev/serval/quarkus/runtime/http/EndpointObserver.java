package dev.serval.quarkus.runtime.http;

/**
 * Told of the requests of one route; for metrics. Implementations do not block and do not throw.
 */
public interface EndpointObserver {

  /** An observer that ignores everything. */
  EndpointObserver NONE = (status, nanos) -> {};

  /**
   * A request is over.
   *
   * @param status HTTP status of the response; 499 if the client had gone before it had one
   * @param nanos from arrival to the end of the response
   */
  void ended(int status, long nanos);

  /** Makes the observers of routes. */
  @FunctionalInterface
  interface Factory {

    /**
     * The observer of a route.
     *
     * @param method HTTP method, or empty for requests that match no route
     * @param route the template of the path, such as {@code /users/{id}}, or empty for those
     *     requests
     */
    EndpointObserver of(String method, String route);
  }
}
