package dev.serval.operator.hub.connection;

import dev.serval.hub.v1.DeploymentChange;
import dev.serval.hub.v1.FromHub;
import dev.serval.hub.v1.Settings;
import dev.serval.hub.v1.Snapshot;
import dev.serval.operator.discovery.directory.Difference;
import dev.serval.operator.discovery.directory.Endpoint;

/** Differences as messages. Pure. */
final class SnapshotEncoder {

  private SnapshotEncoder() {}

  static EncodedSnapshot encode(long epoch, Difference difference) {
    return new EncodedSnapshot(
        difference.to(), difference.complete(), message(epoch, difference).toByteArray());
  }

  private static FromHub message(long epoch, Difference difference) {
    Snapshot.Builder snapshot =
        Snapshot.newBuilder()
            .setEpoch(epoch)
            .setVersion(difference.to())
            .setComplete(difference.complete())
            .setSince(difference.from())
            .addAllRemovedDeployments(difference.removedDeployments());
    difference
        .settings()
        .ifPresent(
            settings ->
                snapshot.setSettings(
                    Settings.newBuilder()
                        .setHash(settings.hash())
                        .putAllValues(settings.values())));
    difference
        .deployments()
        .forEach(
            (name, change) -> {
              DeploymentChange.Builder deployment =
                  DeploymentChange.newBuilder().setDeployment(name).addAllRemoved(change.removed());
              change.endpoints().forEach(each -> deployment.addEndpoints(endpoint(each)));
              snapshot.addDeployments(deployment);
            });
    return FromHub.newBuilder().setSnapshot(snapshot).build();
  }

  private static dev.serval.hub.v1.Endpoint endpoint(Endpoint endpoint) {
    return dev.serval.hub.v1.Endpoint.newBuilder()
        .setId(endpoint.id())
        .setAddress(endpoint.address())
        .setNode(endpoint.node())
        .setZone(endpoint.zone())
        .build();
  }
}
