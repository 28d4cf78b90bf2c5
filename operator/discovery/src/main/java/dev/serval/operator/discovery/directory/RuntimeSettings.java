package dev.serval.operator.discovery.directory;

import java.util.Map;
import java.util.Objects;

/**
 * The settings of an application's replicas.
 *
 * @param hash names these values: equal hashes are equal values
 * @param values by key
 */
public record RuntimeSettings(String hash, Map<String, String> values) {

  /** Copies what could change. */
  public RuntimeSettings {
    Objects.requireNonNull(hash, "hash");
    values = Map.copyOf(values);
  }
}
