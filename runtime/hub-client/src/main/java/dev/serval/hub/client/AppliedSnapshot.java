package dev.serval.hub.client;

import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.hub.v1.Settings;
import java.util.Collection;
import java.util.Map;

/**
 * What a snapshot has changed.
 *
 * @param endpoints all replicas of the deployments of which something changed, by deployment; of
 *     one that is gone none
 * @param settings those that the replica was given, or {@code null}
 * @param gone whether the hub knows nothing of the application any more
 */
record AppliedSnapshot(
    Map<String, Collection<ReplicaEndpoint>> endpoints, Settings settings, boolean gone) {}
