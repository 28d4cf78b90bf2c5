package dev.serval.operator.metricsapi.api;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A label selector of Kubernetes: everything that meets all requirements.
 *
 * @param requirements all of which have to be met
 */
record LabelSelector(List<Requirement> requirements) {

  /** Selects everything. */
  static final LabelSelector ALL = new LabelSelector(List.of());

  LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /**
   * Reads the syntax of {@code kubectl --selector}: {@code a=b}, {@code a==b}, {@code a!=b}, {@code
   * a in (b,c)}, {@code a notin (b,c)}, {@code a}, {@code !a}, separated by commas.
   *
   * @throws IllegalArgumentException if it is something else; the message says where
   */
  static LabelSelector parse(String text) {
    return new LabelSelectorParser(text).parse();
  }

  /**
   * Whether something with these labels is selected.
   *
   * @param labels the value of a label; {@code null} if there is none
   */
  boolean matches(UnaryOperator<String> labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.isMet(labels.apply(requirement.key()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * What is required of one label.
   *
   * @param key of the label
   * @param rule what is required
   * @param values that the rule is about; empty for those about existence
   */
  record Requirement(String key, Rule rule, Set<String> values) {

    Requirement {
      values = Set.copyOf(values);
    }

    /** A label that isn't there isn't any of the values either. */
    boolean isMet(String value) {
      return switch (rule) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case NOT_EXISTS -> value == null;
      };
    }
  }

  /** What can be required of a label. */
  enum Rule {
    IN,
    NOT_IN,
    EXISTS,
    NOT_EXISTS
  }
}
