package dev.serval.samples.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The first few kinds of error, each with an example and how often it came. For many threads. */
public final class ErrorExamples {

  /** So many kinds are told apart; the others are counted together. */
  static final int MOST_KINDS = 5;

  private static final int LONGEST_EXAMPLE = 200;

  // Ids and numbers differ from one message to the next of the same kind. An id is long and has a
  // digit somewhere; what else it is made of is the server's affair.
  private static final Pattern VARIABLE =
      Pattern.compile("\\b(?=[A-Za-z-]*\\d)[0-9A-Za-z-]{8,}|\\d+");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private long others;

  /**
   * Errors that differ by numbers and ids alone.
   *
   * @param example the first of them
   * @param count how many there were
   */
  public record Kind(String example, long count) {}

  /** Counts an error. */
  public void add(String message) {
    String text = BLANKS.matcher(message).replaceAll(" ").strip();
    String example =
        text.length() <= LONGEST_EXAMPLE ? text : text.substring(0, LONGEST_EXAMPLE) + "…";
    // Of the whole text: the end of an id that is cut off must not make another kind.
    String key = VARIABLE.matcher(text).replaceAll("#");
    synchronized (this) {
      Kind known = kinds.get(key);
      if (known != null) {
        kinds.put(key, new Kind(known.example(), known.count() + 1));
      } else if (kinds.size() < MOST_KINDS) {
        kinds.put(key, new Kind(example, 1));
      } else {
        others++;
      }
    }
  }

  /** The kinds, in the order in which they first came. */
  public synchronized Iterable<Kind> kinds() {
    return new LinkedHashMap<>(kinds).values();
  }

  /** Errors of further kinds. */
  public synchronized long others() {
    return others;
  }
}
