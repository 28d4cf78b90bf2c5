package dev.serval.quarkus.runtime.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.NameIterator;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds keys under {@code serval} that are no settings. A setting that is mistyped would otherwise
 * silently keep its default.
 */
final class KnownKeys {

  private static final String ROOT = "serval";
  private static final String ANY = "*";

  private final Level root = new Level();
  private final Collection<String> foreign;

  /**
   * @param foreign prefixes under {@code serval.} that belong to others
   */
  KnownKeys(Collection<String> foreign) {
    this.foreign = foreign;
    for (String pattern :
        ConfigMappings.getProperties(new ConfigClass(ServalConfig.class, ROOT)).keySet()) {
      Level at = root;
      NameIterator segments = new NameIterator(pattern);
      while (segments.hasNext()) {
        at = at.below.computeIfAbsent(withoutIndex(segments.getNextSegment()), s -> new Level());
        segments.next();
      }
    }
  }

  /**
   * @throws ConfigurationException if some of {@code names} are not known; the message lists what
   *     there is in their place
   */
  void check(Iterable<String> names) {
    Map<String, String> wrong = new TreeMap<>();
    for (String name : names) {
      if (name.startsWith(ROOT + '.') && foreign.stream().noneMatch(name::startsWith)) {
        String problem = problem(name);
        if (problem != null) {
          wrong.put(name, problem);
        }
      }
    }
    if (!wrong.isEmpty()) {
      throw new ConfigurationException(
          wrong.values().stream().collect(Collectors.joining("; ")), Set.copyOf(wrong.keySet()));
    }
  }

  private String problem(String name) {
    Level at = root;
    NameIterator segments = new NameIterator(name);
    while (segments.hasNext()) {
      int end = segments.getPosition();
      Level next = at.next(withoutIndex(segments.getNextSegment()));
      if (next == null) {
        return at.takesMore ? null : name + " is not a setting; " + at.said(name.substring(0, end));
      }
      at = next;
      segments.next();
    }
    return at.below.isEmpty()
        ? null
        : name + " is not a setting by itself; below it are " + at.fields();
  }

  private static String withoutIndex(String segment) {
    int bracket = segment.endsWith("]") ? segment.indexOf('[') : -1;
    return bracket < 0 ? segment : segment.substring(0, bracket);
  }

  /** What may follow at one place of a key. */
  private static final class Level {

    final Map<String, Level> below = new TreeMap<>();

    /** The end of a map whose keys may have dots. */
    boolean takesMore;

    Level next(String segment) {
      Level next = below.get(segment);
      if (next != null) {
        return next;
      }
      next = below.get(ANY);
      if (next != null && next.below.isEmpty()) {
        next.takesMore = true;
      }
      return next;
    }

    String said(String prefix) {
      return prefix + (below.isEmpty() ? " is one, with nothing below it" : " has " + fields());
    }

    String fields() {
      return String.join(", ", new TreeSet<>(below.keySet()));
    }
  }
}
