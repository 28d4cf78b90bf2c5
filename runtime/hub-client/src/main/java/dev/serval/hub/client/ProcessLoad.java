package dev.serval.hub.client;

import java.util.Map;

/**
 * What a process has to do.
 *
 * @param ongoing calls that run here, and HTTP requests that are answered
 * @param queued calls that wait here for a replica, by deployment; those for which none waits are
 *     left out
 * @param draining whether the process takes no new calls any more
 */
public record ProcessLoad(int ongoing, Map<String, Integer> queued, boolean draining) {

  /** Copies what could change. */
  public ProcessLoad {
    queued = Map.copyOf(queued);
  }

  boolean busy() {
    return ongoing > 0 || !queued.isEmpty();
  }
}
