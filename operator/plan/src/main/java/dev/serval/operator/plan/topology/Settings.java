package dev.serval.operator.plan.topology;

import dev.serval.crds.schema.Timespan;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settings of the runtime by key, in the order of their keys. */
final class Settings {

  private final SortedMap<String, String> values = new TreeMap<>();

  /** Sets {@code key} to a text that is taken as it is; {@code null} leaves it to its default. */
  Settings set(String key, String text) {
    return text == null ? this : setExpression(key, escaped(text));
  }

  /** Sets {@code key} to a number; {@code null} leaves it to its default. */
  Settings set(String key, Integer number) {
    return number == null ? this : setExpression(key, number.toString());
  }

  /** Sets {@code key} to a duration; {@code null} leaves it to its default. */
  Settings set(String key, Timespan timespan) {
    return timespan == null ? this : set(key, timespan.toDuration());
  }

  /** Sets {@code key} to a duration of whole milliseconds, {@code 90s} or {@code 1500ms}. */
  Settings set(String key, Duration duration) {
    boolean wholeSeconds = duration.toMillisPart() == 0;
    return setExpression(
        key, wholeSeconds ? duration.toSeconds() + "s" : duration.toMillis() + "ms");
  }

  /** Sets {@code key} to a text in which the runtime replaces <code>${NAME}</code>. */
  Settings setExpression(String key, String expression) {
    values.put(key, expression);
    return this;
  }

  Settings addAll(Settings more) {
    values.putAll(more.values);
    return this;
  }

  Map<String, String> values() {
    return values;
  }

  /** As a properties file. */
  String text() {
    Properties properties = new Properties();
    properties.putAll(values);
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException("a writer to memory failed", e);
    }
    return withoutDate(text.toString());
  }

  /** The first line is the time of the writing, by which equal settings would differ. */
  private static String withoutDate(String stored) {
    return stored.lines().skip(1).map(line -> line + '\n').reduce("", String::concat);
  }

  private static String escaped(String text) {
    return text.replace("$", "\\$");
  }
}
