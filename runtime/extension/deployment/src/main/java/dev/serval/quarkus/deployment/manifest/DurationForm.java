package dev.serval.quarkus.deployment.manifest;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.regex.Pattern;

/** Durations of the configuration in the form of the resource, such as {@code 1h30m}. */
final class DurationForm {

  private static final Pattern FORM = Pattern.compile("(\\d{1,5}(h|m|s|ms)){1,4}");

  private DurationForm() {}

  /**
   * The same duration in the resource's form. A value that is none stays as it is: the
   * application's own start says what is wrong with it.
   */
  static String of(String value) {
    if (value.isEmpty() || FORM.matcher(value).matches()) {
      return value;
    }
    try {
      return written(DurationConverter.parseDuration(value));
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  private static String written(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }
}
