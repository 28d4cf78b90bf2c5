package dev.serval.bench.load;

/** Something a user can mend; its message is shown without a stack trace. */
public final class BenchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates it with the message to show. */
  public BenchException(String message) {
    super(message);
  }
}
