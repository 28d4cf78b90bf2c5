package dev.serval.quarkus.deployment.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value in a manifest. */
sealed interface Node {

  /** Named values, in the order in which they are written. */
  record Fields(Map<String, Node> values) implements Node {
    public Fields {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** A list of values. */
  record Elements(List<Node> values) implements Node {
    public Elements {
      values = List.copyOf(values);
    }
  }

  /** A text, quoted where YAML would take it for something else. */
  record Text(String value) implements Node {}

  /** A number or truth value, written as it is. */
  record Literal(String value) implements Node {}
}
