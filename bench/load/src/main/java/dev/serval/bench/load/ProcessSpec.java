package dev.serval.bench.load;

import java.util.List;
import java.util.Map;

/**
 * One process of a system.
 *
 * @param role what it does in the graph; unique within a plan
 * @param command program and arguments
 * @param environment variables added to those of the harness
 */
public record ProcessSpec(String role, List<String> command, Map<String, String> environment) {

  /** Copies the collections. */
  public ProcessSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
