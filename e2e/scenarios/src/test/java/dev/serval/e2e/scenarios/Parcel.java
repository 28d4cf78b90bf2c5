package dev.serval.e2e.scenarios;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of an order at the packers.
 *
 * @param together how many were packed together
 * @param packer the pod that packed it
 * @param counter the pod that took the order
 */
record Parcel(int together, String packer, String counter) {

  private static final Pattern ANSWER = Pattern.compile("(\\d+) together by (\\S+) for (\\S+)");

  /** The parcel of an answer; empty if it is none. */
  static Optional<Parcel> of(String answer) {
    Matcher matcher = ANSWER.matcher(answer);
    return matcher.matches()
        ? Optional.of(
            new Parcel(Integer.parseInt(matcher.group(1)), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
