package dev.serval.operator.autoscaling.decision;

/** Why a decision is as it is. */
public enum ScalingReason {
  /** The load is not known, or too little of it for fewer: the number of replicas stays. */
  NO_DATA("NoData"),

  /** The bounds have changed and the number of replicas was outside of them. */
  BOUNDS("Bounds"),

  /** There is a request and no replica: there are some at once. */
  COLD_START("ColdStart"),

  /** There are requests, and the replicas for them are starting. */
  STARTING("Starting"),

  /** The load has jumped to twice what the ready replicas can take: there are more at once. */
  BURST("Burst"),

  /** The load asks for fewer, but a burst isn't long enough ago. */
  AFTER_BURST("AfterBurst"),

  /** The load asks for more, and has for as long as it must: there are more. */
  UPSCALED("Upscaled"),

  /** The load asks for fewer, and has for as long as it must: there are fewer. */
  DOWNSCALED("Downscaled"),

  /** The load asks for more, not yet for as long as it must. */
  WAITING_UPSCALE_DELAY("WaitingUpscaleDelay"),

  /** The load asks for fewer, not yet for as long as it must. */
  WAITING_DOWNSCALE_DELAY("WaitingDownscaleDelay"),

  /** There is no load, not yet for as long as it must before the last replica goes. */
  WAITING_DOWNSCALE_TO_ZERO_DELAY("WaitingDownscaleToZeroDelay"),

  /** The load asks for fewer, but less than the look-back period of it is known. */
  WINDOW_NOT_FULL("WindowNotFull"),

  /** The load has asked for more for as long as it must, but its latest part no longer does. */
  LOAD_FALLS("LoadFalls"),

  /** The load asks for fewer, but moves so much that it would soon ask for them again. */
  LOAD_VARIES("LoadVaries"),

  /** The load asks for more than there may be. */
  AT_MAX("AtMax"),

  /** The load asks for fewer than there must be. */
  AT_MIN("AtMin"),

  /** There is no load and there are no replicas. */
  AT_ZERO("AtZero"),

  /** The number of replicas is what the load asks for. */
  STEADY("Steady");

  private final String text;

  ScalingReason(String text) {
    this.text = text;
  }

  /** As events, status and metrics write it. */
  @Override
  public String toString() {
    return text;
  }
}
