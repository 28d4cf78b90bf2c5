package dev.serval.quarkus.runtime.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.NameIterator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns the flat keys of a {@code user-config} into what they say: {@code weights.engagement} is a
 * field of an object, {@code names[0]} an element of a list. The leaves stay texts, since only
 * whoever decodes them knows the types.
 */
final class UserConfigTree {

  private String value;
  private final Map<String, UserConfigTree> fields = new TreeMap<>();
  private final Map<Integer, UserConfigTree> elements = new TreeMap<>();

  private UserConfigTree() {}

  /**
   * The configuration as maps, lists and texts, or {@code null} if there is none.
   *
   * @param prefix the full key of the user configuration, for messages
   * @throws ConfigurationException if a key is both a value and an object or list
   */
  static Object read(String prefix, Map<String, String> flat) {
    if (flat.isEmpty()) {
      return null;
    }
    UserConfigTree root = new UserConfigTree();
    flat.forEach((key, value) -> root.descend(key).value = value);
    return root.toObject(prefix);
  }

  private UserConfigTree descend(String key) {
    UserConfigTree at = this;
    NameIterator segments = new NameIterator(key);
    while (segments.hasNext()) {
      String segment = segments.getNextSegment();
      segments.next();
      int bracket = segment.endsWith("]") ? segment.indexOf('[') : -1;
      String field = bracket < 0 ? segment : segment.substring(0, bracket);
      at = at.fields.computeIfAbsent(field, absent -> new UserConfigTree());
      if (bracket >= 0) {
        for (String index : segment.substring(bracket + 1, segment.length() - 1).split("]\\[")) {
          at = at.elements.computeIfAbsent(Integer.valueOf(index), absent -> new UserConfigTree());
        }
      }
    }
    return at;
  }

  private Object toObject(String key) {
    int kinds = (value == null ? 0 : 1) + (fields.isEmpty() ? 0 : 1) + (elements.isEmpty() ? 0 : 1);
    if (kinds != 1) {
      throw new ConfigurationException(
          key + " must be one of a value, an object and a list, but is set as several of them",
          Set.of(key));
    }
    if (value != null) {
      return value;
    }
    if (!elements.isEmpty()) {
      List<Object> list = new ArrayList<>();
      elements.forEach((index, element) -> list.add(element.toObject(key + '[' + index + ']')));
      return list;
    }
    Map<String, Object> object = new LinkedHashMap<>();
    fields.forEach((name, field) -> object.put(name, field.toObject(key + '.' + name)));
    return object;
  }
}
