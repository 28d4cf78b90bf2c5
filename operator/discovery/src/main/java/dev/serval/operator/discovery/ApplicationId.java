package dev.serval.operator.discovery;

import java.util.Objects;

/** An application of the cluster. */
public record ApplicationId(String namespace, String name) {

  /** Refuses what is not set. */
  public ApplicationId {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
  }

  @Override
  public String toString() {
    return namespace + '/' + name;
  }
}
