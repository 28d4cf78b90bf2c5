package dev.serval.operator.hub.identity;

import java.util.Objects;

/** A service account of the cluster. */
public record ServiceAccountId(String namespace, String name) {

  /** Refuses what is not set. */
  public ServiceAccountId {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
  }

  /** Whether a token is of it. */
  boolean isOf(PodToken token) {
    return namespace.equals(token.namespace()) && name.equals(token.account());
  }

  @Override
  public String toString() {
    return namespace + '/' + name;
  }
}
