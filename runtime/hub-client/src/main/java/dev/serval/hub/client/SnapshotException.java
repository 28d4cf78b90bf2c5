package dev.serval.hub.client;

/** A snapshot that breaks a rule of the contract, or does not fit what the replica has. */
final class SnapshotException extends Exception {

  private static final long serialVersionUID = 1L;

  /** An error whose message says which rule, and where. */
  SnapshotException(String message) {
    super(message);
  }
}
