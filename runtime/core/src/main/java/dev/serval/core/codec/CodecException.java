package dev.serval.core.codec;

/** A value could not be encoded, or bytes are not what they should be. */
public final class CodecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error whose message names the type or class concerned. */
  public CodecException(String message) {
    super(message);
  }

  /** An error whose message names the type or class concerned. */
  public CodecException(String message, Throwable cause) {
    super(message, cause);
  }
}
