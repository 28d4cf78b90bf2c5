package dev.serval.e2e.scenarios;

/**
 * The field {@code autoscaling} of a deployment.
 *
 * @param mode who sets the number
 * @param least replicas
 * @param most replicas
 * @param target requests for each replica
 * @param delays how long the load must ask
 */
record ScalingSpec(String mode, int least, int most, int target, ScalingDelays delays) {

  static final int TARGET = 3;

  static ScalingSpec of(String mode, int least, int most) {
    return new ScalingSpec(mode, least, most, TARGET, ScalingDelays.SHORT);
  }

  String asJson() {
    return """
    {"mode": "%s", "minReplicas": %d, "maxReplicas": %d, "targetOngoingRequests": %d,
     "upscaleDelay": "%ds", "downscaleDelay": "%ds", "lookBackPeriod": "%ds"}
    """
        .formatted(
            mode,
            least,
            most,
            target,
            delays.up().toSeconds(),
            delays.down().toSeconds(),
            delays.lookBack().toSeconds());
  }
}
