package dev.serval.operator.metricsapi.access;

/** Whether somebody may read something. */
public sealed interface Decision {

  /** They may. */
  record Allowed() implements Decision {}

  /**
   * They may not.
   *
   * @param reason in the API server's words; may be empty
   */
  record Denied(String reason) implements Decision {}

  /** Too many are asked for at the moment. */
  record Busy() implements Decision {}

  /**
   * The API server could not be asked.
   *
   * @param problem why
   */
  record Unknown(String problem) implements Decision {}
}
