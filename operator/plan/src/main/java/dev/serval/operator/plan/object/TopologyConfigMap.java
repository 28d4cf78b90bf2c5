package dev.serval.operator.plan.object;

import dev.serval.operator.plan.resolve.ObjectLabels;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.topology.TopologyConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/** The ConfigMap that every pod of the application mounts. */
final class TopologyConfigMap {

  private TopologyConfigMap() {}

  static ConfigMap of(ResolvedApplication application) {
    return new ConfigMapBuilder()
        .withMetadata(
            OwnedMetadata.ofApplication(
                application, TopologyConfig.objectName(application), ObjectLabels.TOPOLOGY))
        .withData(TopologyConfig.data(application))
        .build();
  }
}
