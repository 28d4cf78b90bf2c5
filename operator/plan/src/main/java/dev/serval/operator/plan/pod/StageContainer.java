package dev.serval.operator.plan.pod;

import dev.serval.crds.v1alpha1.pod.ImagePullPolicy;
import dev.serval.crds.v1alpha1.pod.Resources;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/** The container that hosts the stage. */
final class StageContainer {

  /** The container's name, by which {@code podTemplate} finds it. */
  static final String NAME = "stage";

  /** Callers learn in it that the replica ends, before it does. */
  private static final long SLEEP_SECONDS = 3;

  /** The end of the log is what the status tells of a replica that doesn't start. */
  private static final String LAST_WORDS = "FallbackToLogsOnError";

  private StageContainer() {}

  static Container of(ResolvedApplication application, ResolvedDeployment deployment) {
    StageProbes probes = new StageProbes(deployment.health());
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(deployment.image())
        .withImagePullPolicy(application.pullPolicy().map(StageContainer::text).orElse(null))
        .withEnv(StageEnvironment.of(deployment))
        .withPorts(StagePorts.all())
        .withResources(resources(deployment.spec().resources()))
        .withStartupProbe(probes.startup())
        .withReadinessProbe(probes.readiness())
        .withLivenessProbe(probes.liveness())
        .withNewLifecycle()
        .withNewPreStop()
        .withNewSleep(SLEEP_SECONDS)
        .endPreStop()
        .endLifecycle()
        .withTerminationMessagePolicy(LAST_WORDS)
        .withSecurityContext(restricted())
        .withVolumeMounts(PodVolumes.mounts())
        .build();
  }

  private static ResourceRequirements resources(Resources resources) {
    return resources == null
        ? null
        : new ResourceRequirementsBuilder()
            .withRequests(resources.requests())
            .withLimits(resources.limits())
            .build();
  }

  private static SecurityContext restricted() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .addToDrop("ALL")
        .endCapabilities()
        .build();
  }

  private static String text(ImagePullPolicy policy) {
    return switch (policy) {
      case ALWAYS -> "Always";
      case IF_NOT_PRESENT -> "IfNotPresent";
      case NEVER -> "Never";
    };
  }
}
