package dev.serval.bench.load;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The shapes of the comparison. */
public final class Shapes {

  private static final List<Integer> HTTP = List.of(1, 16, 64);
  private static final List<Integer> HANDLE = List.of(1, 16, 100);

  private static final String BODY = "{\"user_id\":\"u42\",\"x\":\"" + "a".repeat(900) + "\"}";

  /** The HTTP edge alone. */
  public static final Shape NOOP =
      http("noop", "POST with a body nobody reads, empty 200", nothing());

  /** The HTTP edge and the decoding of a body. */
  public static final Shape NOOP_JSON =
      http("noop-json", "POST with a JSON body that is decoded, empty 200", nothing());

  /** One hop. */
  public static final Shape ECHO =
      http("echo", "ingress decodes the body, one service returns it", isEqualTo(BODY));

  /** Hops in a row. */
  public static final Shape CHAIN4 =
      http("chain4", "ingress, then four services each adding one", isEqualTo("4"));

  /** Hops side by side. */
  public static final Shape FAN4 =
      http("fan4", "ingress calls four services at once and sums", isEqualTo("8"));

  /** The recommender with its delays. */
  public static final Shape RECSYS =
      http("recsys", "features 10 ms on 2 replicas, ranking of 1000 items 50 ms", tenItems());

  /** A call without HTTP in front, smallest body. */
  public static final Shape HANDLE_1B = handle("handle-1b", "call without HTTP, 1 byte", 1);

  /** A call without HTTP in front, ordinary body. */
  public static final Shape HANDLE_1K = handle("handle-1k", "call without HTTP, 1 KB", 1024);

  /** Every shape, in the order of the table. */
  public static final List<Shape> ALL =
      List.of(NOOP, NOOP_JSON, ECHO, CHAIN4, FAN4, RECSYS, HANDLE_1B, HANDLE_1K);

  private Shapes() {}

  private static Shape http(String name, String description, Predicate<String> rightAnswer) {
    return new Shape(name, description, "/" + name, BODY, HTTP, rightAnswer);
  }

  private static Shape handle(String name, String description, int bytes) {
    return new Shape(name, description, "/" + name, "x".repeat(bytes), HANDLE, answer -> true);
  }

  private static Predicate<String> isEqualTo(String expected) {
    return answer -> withoutBlanks(answer).equals(expected);
  }

  // BentoML can't answer an empty body; what it writes for nothing is JSON's null.
  private static Predicate<String> nothing() {
    return isEqualTo("").or(isEqualTo("null"));
  }

  private static Predicate<String> tenItems() {
    Pattern item = Pattern.compile("\"item_id\":");
    return answer -> {
      String text = withoutBlanks(answer);
      return text.contains("\"user_id\":\"u42\"") && item.matcher(text).results().count() == 10;
    };
  }

  // JSON libraries differ in where they put blanks; none of the expected answers holds one.
  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s", "");
  }
}
