package dev.serval.quarkus.runtime.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The bounds of settings. Each message names the key, what is allowed and the value. */
final class Allowed {

  static final Duration NONE = Duration.ZERO;
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration DAY = Duration.ofHours(24);

  private Allowed() {}

  static int between(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw wrong(key, "must be " + least + " to " + most, value);
    }
    return value;
  }

  static long between(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw wrong(key, "must be " + least + " to " + most, value);
    }
    return value;
  }

  static Duration between(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw wrong(key, "must be " + text(least) + " to " + text(most), text(value));
    }
    return value;
  }

  /** Also refuses NaN. */
  static double aboveZero(String key, double value, double most) {
    if (!(value > 0 && value <= most)) {
      throw wrong(key, "must be above 0 and at most " + (long) most, value);
    }
    return value;
  }

  static String matching(String key, String value, String pattern, String meaning) {
    if (!value.matches(pattern)) {
      throw wrong(key, "must be " + meaning, '"' + value + '"');
    }
    return value;
  }

  static String oneOf(String key, String value, Collection<String> known, String what) {
    if (!known.contains(value)) {
      throw wrong(key, "must be a " + what + " of the application, " + names(known), quoted(value));
    }
    return value;
  }

  static String names(Collection<String> names) {
    return names.isEmpty()
        ? "which has none"
        : "one of " + names.stream().sorted().collect(Collectors.joining(", "));
  }

  static String quoted(String value) {
    return '"' + value + '"';
  }

  static ConfigurationException wrong(String key, String rule, Object value) {
    return new ConfigurationException(key + ' ' + rule + ", but is " + value, Set.of(key));
  }

  /** As it is written in a setting: {@code 10ms}, {@code 90s}, {@code 24h}. */
  private static String text(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.toNanos() % 1_000_000 != 0) {
      return duration.toString();
    }
    if (duration.toMillis() % 1_000 != 0) {
      return duration.toMillis() + "ms";
    }
    return duration.toSeconds() % 3_600 == 0
        ? duration.toHours() + "h"
        : duration.toSeconds() + "s";
  }
}
