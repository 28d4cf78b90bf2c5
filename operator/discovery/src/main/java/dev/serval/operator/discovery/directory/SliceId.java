package dev.serval.operator.discovery.directory;

import java.util.Objects;

/** A part of a deployment's endpoints, which is told as a whole. */
public record SliceId(String namespace, String name) {

  /** Refuses what is not set. */
  public SliceId {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
  }
}
