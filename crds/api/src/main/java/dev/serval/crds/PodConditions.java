package dev.serval.crds;

/** The conditions that the operator sets on pods. */
public final class PodConditions {

  /**
   * Whether the replica runs with the settings that it was given last. False has the replica's own
   * words as its message; a replica that never refused any has no such condition.
   */
  public static final String CONFIGURED = "serving.serval.dev/Configured";

  private PodConditions() {}
}
