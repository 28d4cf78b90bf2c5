package dev.serval.crds.v1alpha1.status;

/** The conditions that the operator sets. A resource may carry others, which it leaves alone. */
public enum ConditionType {
  /** Every deployment serves with the revision of the spec. */
  READY("Ready"),

  /** A change is on its way; the status isn't final. */
  PROGRESSING("Progressing"),

  /** Something keeps the application from what the spec asks for. */
  DEGRADED("Degraded"),

  /** Deployments scale with their load. */
  AUTOSCALING_ACTIVE("AutoscalingActive"),

  /** The operator can do all that the spec asks for. */
  SPEC_VALID("SpecValid"),

  /**
   * Nothing will change until somebody does something. It is there only while it holds, as kstatus
   * wants it, for which it is.
   */
  STALLED("Stalled");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  /** The type as a resource writes it. */
  public String text() {
    return text;
  }
}
