package dev.serval.operator.plan;

import dev.serval.crds.v1alpha1.Ingress;
import dev.serval.crds.v1alpha1.MutualTls;
import dev.serval.crds.v1alpha1.ServeApplicationSpec;
import dev.serval.crds.v1alpha1.StageDeployment;
import dev.serval.crds.v1alpha1.scaling.Autoscaling;
import dev.serval.crds.v1alpha1.scaling.ScalingMode;
import dev.serval.crds.v1alpha1.traffic.RolloutStrategy;
import dev.serval.operator.plan.resolve.PolicyOfSpec;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import java.util.ArrayList;
import java.util.List;

/** Fields that are accepted though nothing acts on them yet. None is silently ignored. */
final class InactiveFields {

  /** The one that the runtime hashes. */
  private static final String HASHED_HEADER = "x-session-id";

  private final List<Finding> findings = new ArrayList<>();

  private InactiveFields() {}

  /** Of the application itself. */
  static List<Finding> of(ServeApplicationSpec spec) {
    InactiveFields fields = new InactiveFields();
    if (spec.ingress() != null) {
      fields.checkIngress(spec.ingress());
    }
    if (spec.security() != null && spec.security().mtls() == MutualTls.REQUIRED) {
      fields.add(
          FindingReason.MUTUAL_TLS_INACTIVE,
          "spec.security.mtls",
          "Calls between replicas are not encrypted yet: only the NetworkPolicy protects them.");
    }
    return fields.findings;
  }

  /** Of a deployment. */
  static List<Finding> of(ResolvedDeployment deployment) {
    InactiveFields fields = new InactiveFields();
    fields.checkAutoscaling(deployment);
    fields.checkRouting(deployment);
    fields.checkTraffic(deployment);
    return fields.findings;
  }

  private void checkIngress(Ingress ingress) {
    if (ingress.auth() != null) {
      add(
          FindingReason.AUTH_INACTIVE,
          "spec.ingress.auth",
          "Tokens are not asked for yet: whoever reaches the Service is answered.");
    }
    if (ingress.host() != null) {
      add(
          FindingReason.HOST_INACTIVE,
          "spec.ingress.host",
          "For now the Service answers for any host: route the host to it with an Ingress or"
              + " HTTPRoute of your own.");
    }
  }

  private void checkAutoscaling(ResolvedDeployment deployment) {
    Autoscaling scaling = deployment.spec().autoscaling();
    if (scaling != null
        && deployment.ingress()
        && PolicyOfSpec.mode(scaling) != ScalingMode.EXTERNAL
        && Integer.valueOf(0).equals(scaling.minReplicas())) {
      add(
          FindingReason.SCALE_TO_ZERO_INACTIVE,
          deployment.path() + ".autoscaling.minReplicas",
          "The deployment that answers HTTP keeps one replica: for now nobody would wake it when a"
              + " request comes.");
    }
  }

  private void checkRouting(ResolvedDeployment deployment) {
    StageDeployment spec = deployment.spec();
    String header = spec.routing() == null ? null : spec.routing().header();
    if (header != null && !header.equalsIgnoreCase(HASHED_HEADER)) {
      add(
          FindingReason.ROUTING_HEADER_INACTIVE,
          deployment.path() + ".routing.header",
          "For now callers hash " + HASHED_HEADER + ", whatever header is named: send that one.");
    }
  }

  private void checkTraffic(ResolvedDeployment deployment) {
    StageDeployment spec = deployment.spec();
    if (!spec.variants().isEmpty()) {
      add(
          FindingReason.VARIANTS_INACTIVE,
          deployment.path() + ".variants",
          "Variants are not made yet: the deployment itself gets all calls.");
    }
    if (spec.rollout() != null && spec.rollout().strategy() == RolloutStrategy.CANARY) {
      add(
          FindingReason.CANARY_INACTIVE,
          deployment.path() + ".rollout",
          "For now a new revision takes over replica by replica, without steps or analysis.");
    }
  }

  private void add(FindingReason reason, String field, String message) {
    findings.add(Finding.notice(reason, field, message));
  }
}
