package dev.serval.samples.load;

/** The command line asks for something that cannot be done; the message names the option. */
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error whose message is all that the user needs to see. */
  public UsageException(String message) {
    super(message, null, false, false);
  }
}
