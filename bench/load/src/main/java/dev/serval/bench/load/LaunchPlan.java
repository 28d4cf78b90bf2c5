package dev.serval.bench.load;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How a system serves one shape.
 *
 * @param processes what to start; all at once, so none may need another to be up first
 * @param target where calls go: {@code http://host:port}, which is ready when the shape's path
 *     gives right answers, or {@code tcp://host:port}, which is ready when it accepts a connection
 * @param client the load client, if it isn't wrk
 */
public record LaunchPlan(List<ProcessSpec> processes, URI target, Optional<LoadClient> client) {

  /** Copies the list. */
  public LaunchPlan {
    processes = List.copyOf(processes);
  }

  /** A plan loaded by wrk. */
  public static LaunchPlan http(List<ProcessSpec> processes, int ingressPort) {
    return new LaunchPlan(processes, address("http", ingressPort), Optional.empty());
  }

  /** A loopback address. */
  public static URI address(String scheme, int port) {
    return URI.create(scheme + "://127.0.0.1:" + port);
  }
}
