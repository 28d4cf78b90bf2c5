package dev.serval.operator.discovery.load;

/**
 * The load of a deployment as far as it is known, of replicas that take new calls and of those that
 * don't. That of replicas that don't report is unknown, not zero.
 *
 * @param replicas of the deployment whose reports are in {@code ongoing}
 * @param ongoing calls that these run
 * @param queued calls that wait for the deployment, in replicas of any deployment
 * @param regular calls that run and that wait, together, as the same replicas last said regularly:
 *     each at a moment of its own, so that only its mean over time is right
 */
public record DeploymentLoad(int replicas, long ongoing, long queued, long regular) {

  /** One of which all was said regularly. */
  public DeploymentLoad(int replicas, long ongoing, long queued) {
    this(replicas, ongoing, queued, ongoing + queued);
  }

  /** Calls that run and that wait, together. */
  public long total() {
    return ongoing + queued;
  }
}
