package dev.serval.core.codec;

import com.fasterxml.jackson.core.JsonProcessingException;

/** What goes into a message about somebody else's exception. */
final class Reason {

  private static final int LONGEST = 300;

  private Reason() {}

  /** The exception at the bottom of the causes. */
  static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /**
   * The message at the bottom of the causes, in one printable line of at most 300 characters, since
   * it may quote bytes that a stranger chose.
   */
  static String of(Throwable e) {
    Throwable root = root(e);
    String message =
        root instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : root.getMessage();
    if (message == null) {
      return root.getClass().getName();
    }
    String line =
        message
            .codePoints()
            .limit(LONGEST)
            .map(Reason::printable)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return line.length() < message.length() ? line + "…" : line;
  }

  private static int printable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          '.';
      default -> codePoint;
    };
  }
}
