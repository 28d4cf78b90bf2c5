package dev.serval.core.app;

import dev.serval.core.batch.BatchOptions;
import dev.serval.core.route.RouterOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A deployment as the engine needs it; the meaning of each field is that of the resource.
 *
 * @param name unique in the application
 * @param stage the name of the stage that it hosts
 * @param replicas instances when all deployments run in one process, 1 to 1 000
 * @param maxOngoingRequests calls that a replica runs at a time, 1 to 65 535
 * @param maxQueuedRequests calls that may wait in a calling process, -1 for any number
 * @param routing how callers choose a replica
 * @param batching overrides of the stage's batch options, by method
 * @param handles where logical names of handles point to, where it is not the deployment of that
 *     name
 * @param userConfig given to the stage's reconfigure method, in whatever form the stage hooks
 *     decode; {@code null} for none
 */
public record DeploymentSettings(
    String name,
    String stage,
    int replicas,
    int maxOngoingRequests,
    int maxQueuedRequests,
    RouterOptions.Policy routing,
    Map<String, BatchOptions> batching,
    Map<String, String> handles,
    Object userConfig) {

  /** The default of {@link #maxOngoingRequests}. */
  public static final int DEFAULT_MAX_ONGOING_REQUESTS = 100;

  /** The most that {@link #maxOngoingRequests} may be: what a load on the wire can express. */
  public static final int MOST_ONGOING_REQUESTS = 0xffff;

  /**
   * @throws IllegalArgumentException naming the field that is out of its bounds
   */
  public DeploymentSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(stage, "stage");
    requireBetween("replicas", replicas, 1, 1_000);
    requireBetween("maxOngoingRequests", maxOngoingRequests, 1, MOST_ONGOING_REQUESTS);
    if (maxQueuedRequests != RouterOptions.UNBOUNDED) {
      requireBetween("maxQueuedRequests", maxQueuedRequests, 1, Integer.MAX_VALUE);
    }
    batching = Map.copyOf(batching);
    handles = Map.copyOf(handles);
  }

  /** A deployment of the stage with the same name, with the defaults of every option. */
  public static DeploymentSettings of(String name) {
    return new DeploymentSettings(
        name,
        name,
        1,
        DEFAULT_MAX_ONGOING_REQUESTS,
        RouterOptions.UNBOUNDED,
        RouterOptions.Policy.LEAST_LOADED,
        Map.of(),
        Map.of(),
        null);
  }

  /**
   * These settings with the limits, the routing and, if the stage is the same, the batching of
   * others: what can change while the deployment runs, apart from {@link #userConfig}.
   */
  DeploymentSettings withLimitsOf(DeploymentSettings changed) {
    return new DeploymentSettings(
        name,
        stage,
        replicas,
        changed.maxOngoingRequests,
        changed.maxQueuedRequests,
        changed.routing,
        stage.equals(changed.stage) ? changed.batching : batching,
        handles,
        userConfig);
  }

  /** Says in what {@link #withLimitsOf} made these differ from {@code before}. */
  void addDifferences(DeploymentSettings before, List<String> differences) {
    addDifference("maxOngoingRequests", before.maxOngoingRequests, maxOngoingRequests, differences);
    addDifference("maxQueuedRequests", before.maxQueuedRequests, maxQueuedRequests, differences);
    addDifference("routing.policy", before.routing, routing, differences);
    addDifference("batching", before.batching, batching, differences);
  }

  private void addDifference(String field, Object before, Object now, List<String> differences) {
    if (!before.equals(now)) {
      differences.add(name + ' ' + field + ' ' + before + " -> " + now);
    }
  }

  private static void requireBetween(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          field + " must be " + least + " to " + most + ", but is " + value);
    }
  }
}
