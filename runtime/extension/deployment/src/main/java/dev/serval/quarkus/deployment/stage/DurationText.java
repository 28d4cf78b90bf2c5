package dev.serval.quarkus.deployment.stage;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written in annotations: {@code 10ms}, {@code 1s}, {@code 0}. */
final class DurationText {

  /** For messages. */
  static final String ALLOWED = "a number with the unit us, ms, s or m, such as 10ms, or 0";

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(us|ms|s|m)");

  private DurationText() {}

  /** The duration, or nothing if the text is none. */
  static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "us" -> Duration.ofNanos(number * 1_000);
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          default -> Duration.ofMinutes(number);
        });
  }
}
