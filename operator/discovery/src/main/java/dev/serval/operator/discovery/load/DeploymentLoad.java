package dev.serval.operator.discovery.load;

/**
 * The load of a deployment as far as it is known. Where fewer replicas report than are ready the
 * load of the others is unknown, not zero.
 *
 * @param replicas of the deployment whose reports are in {@code ongoing}
 * @param draining how many of these take no new calls
 * @param ongoing calls that these run
 * @param callers replicas of the application, of any deployment, whose reports are in {@code
 *     queued}, without those that take no new calls
 * @param queued calls that wait for the deployment, in callers and in what takes no new calls
 * @param regular calls that run and that wait, together, as the same replicas last said regularly:
 *     each at a moment of its own, so that only its mean over time is right
 */
public record DeploymentLoad(
    int replicas, int draining, long ongoing, int callers, long queued, long regular) {

  /** One of which all was said regularly. */
  public DeploymentLoad(int replicas, int draining, long ongoing, int callers, long queued) {
    this(replicas, draining, ongoing, callers, queued, ongoing + queued);
  }

  /** Calls that run and that wait, together. */
  public long total() {
    return ongoing + queued;
  }
}
