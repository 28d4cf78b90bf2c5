package dev.serval.crds.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration as a resource writes it: one to four numbers with a unit each, {@code h}, {@code m},
 * {@code s} or {@code ms}, such as {@code 30s}, {@code 500ms} or {@code 1h30m}. This is the form of
 * the Gateway API. Two are equal if they are written the same.
 *
 * @param text as it is written
 */
public record Timespan(@JsonValue String text) {

  /** What {@link #text()} matches. */
  public static final String PATTERN = "^([0-9]{1,5}(h|m|s|ms)){1,4}$";

  /** The most characters that {@link #PATTERN} matches. */
  public static final int MOST_CHARACTERS = 28;

  private static final Pattern FORM = Pattern.compile(PATTERN);
  private static final Pattern PART = Pattern.compile("([0-9]+)(h|ms|m|s)");

  /**
   * Takes a duration in its written form.
   *
   * @throws IllegalArgumentException if it is not one; the message says what one looks like
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Timespan {
    if (text == null || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a duration: write numbers of up to five digits with a unit each, h, m,"
              + " s or ms, such as 30s, 500ms or 1h30m");
    }
  }

  /** How long it is. */
  public Duration toDuration() {
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      sum = sum.plus(duration(Long.parseLong(part.group(1)), part.group(2)));
    }
    return sum;
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "h" -> Duration.ofHours(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "ms" -> Duration.ofMillis(amount);
      default -> throw new IllegalStateException("unit " + unit + " of " + FORM + " is not known");
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
