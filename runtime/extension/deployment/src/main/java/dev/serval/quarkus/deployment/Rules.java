package dev.serval.quarkus.deployment;

import java.util.List;

/** All rules, in the order in which their breaches are reported. */
final class Rules {

  static final List<Rule> ALL = List.of();

  private Rules() {}
}
