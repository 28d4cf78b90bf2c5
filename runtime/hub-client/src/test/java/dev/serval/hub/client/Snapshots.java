package dev.serval.hub.client;

import dev.serval.hub.v1.DeploymentChange;
import dev.serval.hub.v1.Endpoint;
import dev.serval.hub.v1.Settings;
import dev.serval.hub.v1.Snapshot;
import java.util.Map;

/** Snapshots as a hub makes them. */
final class Snapshots {

  static final long EPOCH = 7;

  private Snapshots() {}

  /** Everything, with settings of this hash. */
  static Snapshot.Builder complete(long version, String hash, DeploymentChange... deployments) {
    Snapshot.Builder made =
        Snapshot.newBuilder().setEpoch(EPOCH).setVersion(version).setComplete(true);
    for (DeploymentChange deployment : deployments) {
      made.addDeployments(deployment);
    }
    return made.setSettings(settings(hash, Map.of("serval.hub.test", hash)));
  }

  /** What has changed from {@code since} to {@code version}. */
  static Snapshot.Builder difference(long since, long version, DeploymentChange... deployments) {
    Snapshot.Builder made =
        Snapshot.newBuilder().setEpoch(EPOCH).setSince(since).setVersion(version);
    for (DeploymentChange deployment : deployments) {
      made.addDeployments(deployment);
    }
    return made;
  }

  static Settings settings(String hash, Map<String, String> values) {
    return Settings.newBuilder().setHash(hash).putAllValues(values).build();
  }

  /** Replicas of a deployment, each {@code id=host:port}. */
  static DeploymentChange replicas(String deployment, String... replicas) {
    DeploymentChange.Builder made = DeploymentChange.newBuilder().setDeployment(deployment);
    for (String replica : replicas) {
      String[] parts = replica.split("=");
      made.addEndpoints(Endpoint.newBuilder().setId(parts[0]).setAddress(parts[1]));
    }
    return made.build();
  }

  static DeploymentChange removed(String deployment, String... ids) {
    DeploymentChange.Builder made = DeploymentChange.newBuilder().setDeployment(deployment);
    for (String id : ids) {
      made.addRemoved(id);
    }
    return made.build();
  }
}
