package dev.serval.operator.metricsapi.api;

import dev.serval.operator.metricsapi.api.LabelSelector.Requirement;
import dev.serval.operator.metricsapi.api.LabelSelector.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads one label selector, from left to right. */
final class LabelSelectorParser {

  private static final String SPACE = " \t\r\n";
  private static final String NOT_IN_WORDS = SPACE + ",()=!<>";

  private static final int MOST_CHARACTERS = 63;
  private static final int MOST_PREFIX_CHARACTERS = 253;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private final String text;
  private int at;

  LabelSelectorParser(String text) {
    this.text = text;
  }

  /**
   * The selector.
   *
   * @throws IllegalArgumentException if it is none
   */
  LabelSelector parse() {
    skipSpace();
    if (isAtEnd()) {
      return LabelSelector.ALL;
    }
    List<Requirement> requirements = new ArrayList<>();
    do {
      requirements.add(requirement());
    } while (accept(','));
    if (!isAtEnd()) {
      throw wrong("'" + text.charAt(at) + "' where ',' or the end has to be");
    }
    return new LabelSelector(requirements);
  }

  private Requirement requirement() {
    if (accept('!')) {
      return new Requirement(key(), Rule.NOT_EXISTS, Set.of());
    }
    String key = key();
    if (isAtEnd() || text.charAt(at) == ',') {
      return new Requirement(key, Rule.EXISTS, Set.of());
    }
    if (accept('=')) {
      accept('=');
      return new Requirement(key, Rule.IN, Set.of(value()));
    }
    if (accept('!')) {
      expect('=', "after '!'");
      return new Requirement(key, Rule.NOT_IN, Set.of(value()));
    }
    int before = at;
    return switch (word()) {
      case "in" -> new Requirement(key, Rule.IN, values());
      case "notin" -> new Requirement(key, Rule.NOT_IN, values());
      default -> {
        at = before;
        throw wrong("'%s' needs one of =, ==, !=, in, notin, or nothing, after it".formatted(key));
      }
    };
  }

  private Set<String> values() {
    expect('(', "before the values");
    Set<String> values = new TreeSet<>();
    do {
      values.add(value());
    } while (accept(','));
    expect(')', "after the values");
    return values;
  }

  private String key() {
    int begin = at;
    String key = word();
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "prefix" : key.substring(0, slash);
    if (!isName(key.substring(slash + 1))
        || prefix.length() > MOST_PREFIX_CHARACTERS
        || !PREFIX.matcher(prefix).matches()) {
      at = begin;
      throw wrong("'%s' where the key of a label has to be".formatted(key));
    }
    return key;
  }

  private String value() {
    int begin = at;
    String value = word();
    if (!value.isEmpty() && !isName(value)) {
      at = begin;
      throw wrong("'%s' can't be the value of a label".formatted(value));
    }
    return value;
  }

  private static boolean isName(String word) {
    return word.length() <= MOST_CHARACTERS && NAME.matcher(word).matches();
  }

  private String word() {
    skipSpace();
    int begin = at;
    while (!isAtEnd() && NOT_IN_WORDS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(begin, at);
    skipSpace();
    return word;
  }

  private boolean accept(char expected) {
    if (isAtEnd() || text.charAt(at) != expected) {
      return false;
    }
    at++;
    skipSpace();
    return true;
  }

  private void expect(char expected, String where) {
    if (!accept(expected)) {
      throw wrong("'%s' is missing %s".formatted(expected, where));
    }
  }

  private void skipSpace() {
    while (!isAtEnd() && SPACE.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean isAtEnd() {
    return at == text.length();
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("at character %d: %s".formatted(at + 1, what));
  }
}
