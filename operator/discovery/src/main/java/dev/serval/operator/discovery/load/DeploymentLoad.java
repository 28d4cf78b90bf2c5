package dev.serval.operator.discovery.load;

/**
 * The load of a deployment as far as it is known.
 *
 * @param replicas of the deployment whose reports are in {@code ongoing}
 * @param draining how many of these take no new calls
 * @param ongoing calls that these run
 * @param callers replicas of the application, of any deployment, whose reports are in {@code
 *     queued}
 * @param queued calls that wait in these for the deployment
 */
public record DeploymentLoad(int replicas, int draining, long ongoing, int callers, long queued) {}
