package dev.serval.e2e.application;

import java.util.Objects;

/** Which pod this is, for answers that tell who gave them. */
final class PodName {

  static final String OWN = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "nowhere");

  private PodName() {}
}
