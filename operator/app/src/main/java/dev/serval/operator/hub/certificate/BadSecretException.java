package dev.serval.operator.hub.certificate;

/** The Secret of the hub's certificate can't be used; the message says why and what to do. */
public final class BadSecretException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadSecretException(String message) {
    super(message);
  }

  BadSecretException(String message, Throwable cause) {
    super(message, cause);
  }
}
