package dev.serval.samples.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The first few kinds of error, each with an example and how often it came. For many threads. */
public final class ErrorExamples {

  /** So many kinds are told apart; the others are counted together. */
  static final int MOST_KINDS = 5;

  private static final int LONGEST_EXAMPLE = 200;

  // Ids and numbers differ from one message to the next of the same kind.
  private static final Pattern VARIABLE = Pattern.compile("[0-9a-fA-F-]{8,}|\\d+");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private long others;

  /**
   * Errors that differ by numbers alone.
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
    String key = VARIABLE.matcher(example).replaceAll("#");
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
