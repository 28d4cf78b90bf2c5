package dev.serval.operator.plan.pod;

import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.topology.TopologyConfig;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;

/** The volumes of a pod, and where its stage's container has them. */
final class PodVolumes {

  private static final String SETTINGS = "settings";
  private static final String TEMPORARY = "tmp";
  private static final String HUB_TOKEN = "hub-token";

  private static final String HUB_AUDIENCE = "serval-hub";
  private static final long TOKEN_SECONDS = 3_600;

  private PodVolumes() {}

  static List<Volume> of(ResolvedApplication application) {
    return List.of(settings(application), temporary(), hubToken());
  }

  static List<VolumeMount> mounts() {
    return List.of(
        new VolumeMountBuilder()
            .withName(SETTINGS)
            .withMountPath(TopologyConfig.DIRECTORY)
            .withReadOnly(true)
            .build(),
        new VolumeMountBuilder().withName(TEMPORARY).withMountPath("/tmp").build(),
        new VolumeMountBuilder()
            .withName(HUB_TOKEN)
            .withMountPath(TopologyConfig.HUB_TOKEN_DIRECTORY)
            .withReadOnly(true)
            .build());
  }

  private static Volume settings(ResolvedApplication application) {
    return new VolumeBuilder()
        .withName(SETTINGS)
        .withNewConfigMap()
        .withName(TopologyConfig.objectName(application))
        .endConfigMap()
        .build();
  }

  /** The root file system is read-only, and JVMs write to /tmp. */
  private static Volume temporary() {
    return new VolumeBuilder().withName(TEMPORARY).withNewEmptyDir().endEmptyDir().build();
  }

  /** Proves to the hub which pod this is; the API server doesn't take it. */
  private static Volume hubToken() {
    return new VolumeBuilder()
        .withName(HUB_TOKEN)
        .withNewProjected()
        .addNewSource()
        .withNewServiceAccountToken()
        .withAudience(HUB_AUDIENCE)
        .withExpirationSeconds(TOKEN_SECONDS)
        .withPath(TopologyConfig.HUB_TOKEN_FILE)
        .endServiceAccountToken()
        .endSource()
        .endProjected()
        .build();
  }
}
