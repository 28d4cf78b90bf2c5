package dev.serval.operator.metricsapi.api;

import java.util.Locale;
import java.util.Set;

/** The header {@code Accept}. */
final class MediaRanges {

  private static final Set<String> WITH_JSON = Set.of("application/json", "application/*", "*/*");

  private MediaRanges() {}

  /**
   * Whether plain JSON is among what is accepted.
   *
   * @param accept {@code null} for anything
   */
  static boolean haveJson(String accept) {
    if (accept == null || accept.isBlank()) {
      return true;
    }
    for (String range : accept.split(",")) {
      String type = range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      // as=Table and the like are other things that happen to be written as JSON
      if (WITH_JSON.contains(type) && !range.contains("as=")) {
        return true;
      }
    }
    return false;
  }
}
