package dev.serval.image;

/** The command line asks for something that cannot be done; the message says what to do. */
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error whose message is all that the user needs to see. */
  public UsageException(String message) {
    super(message, null, false, false);
  }
}
