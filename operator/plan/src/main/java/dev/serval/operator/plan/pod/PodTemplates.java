package dev.serval.operator.plan.pod;

import dev.serval.crds.Labels;
import dev.serval.operator.plan.Finding;
import dev.serval.operator.plan.FindingReason;
import dev.serval.operator.plan.resolve.ObjectLabels;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import dev.serval.operator.plan.topology.StartSettings;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.time.Duration;
import java.util.List;

/** Makes the pod template of a deployment. */
public final class PodTemplates {

  /** On a pod: the hash of the settings that it reads at its start. */
  private static final String START_SETTINGS = "serving.serval.dev/start-settings";

  /** A user of no machine, which images need not know. */
  private static final long USER = 65_532;

  /** What a pod needs beside the requests under way: the sleep before, closing down after. */
  private static final Duration AROUND_SHUTDOWN = Duration.ofSeconds(10);

  private PodTemplates() {}

  /** The template with the spec's {@code podTemplate} laid over it, or why that can't be. */
  public static PodTemplateResult of(
      ResolvedApplication application, ResolvedDeployment deployment) {
    PodTemplateSpec own = ownTemplate(application, deployment);
    try {
      PodTemplateSpec overlaid = PodOverlay.of(deployment.spec().podTemplate()).over(own);
      return new PodTemplateResult.Made(revised(deployment, overlaid));
    } catch (OverlayException e) {
      return new PodTemplateResult.Refused(
          Finding.error(
              FindingReason.POD_TEMPLATE_INVALID,
              deployment.path() + ".podTemplate" + e.path(),
              e.getMessage()));
    }
  }

  private static RevisedDeployment revised(
      ResolvedDeployment deployment, PodTemplateSpec template) {
    String revision = Revision.of(template);
    PodTemplateSpec labelled =
        new PodTemplateSpecBuilder(template)
            .editMetadata()
            .addToLabels(Labels.REVISION, revision)
            .endMetadata()
            .build();
    return new RevisedDeployment(deployment, labelled, revision);
  }

  private static PodTemplateSpec ownTemplate(
      ResolvedApplication application, ResolvedDeployment deployment) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(ObjectLabels.ofDeployment(deployment))
        .addToAnnotations(START_SETTINGS, StartSettings.hash(application, deployment))
        .endMetadata()
        .withSpec(podSpec(application, deployment))
        .build();
  }

  private static PodSpec podSpec(ResolvedApplication application, ResolvedDeployment deployment) {
    return new PodSpecBuilder()
        .withServiceAccountName(deployment.serviceAccount())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(
            WholeSeconds.of(deployment.shutdownTimeout().plus(AROUND_SHUTDOWN)))
        .withSecurityContext(restricted())
        .withImagePullSecrets(pullSecrets(application))
        .withContainers(StageContainer.of(application, deployment))
        .withVolumes(PodVolumes.of(application))
        .build();
  }

  private static PodSecurityContext restricted() {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  private static List<LocalObjectReference> pullSecrets(ResolvedApplication application) {
    return application.pullSecrets().stream()
        .map(secret -> new LocalObjectReference(secret.name()))
        .toList();
  }
}
