package dev.serval.operator.plan;

import dev.serval.crds.v1alpha1.ServeApplicationSpec;
import dev.serval.crds.v1alpha1.pod.EnvironmentVariable;
import dev.serval.operator.plan.pod.StageEnvironment;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import dev.serval.operator.plan.topology.UserConfig;
import java.util.ArrayList;
import java.util.List;

/** What a spec says that is not, or not quite, done. */
final class SpecFindings {

  private SpecFindings() {}

  static List<Finding> of(ServeApplicationSpec spec, ResolvedApplication application) {
    List<Finding> findings = new ArrayList<>(InactiveFields.of(spec));
    for (ResolvedDeployment deployment : application.deployments()) {
      findings.addAll(InactiveFields.of(deployment));
      findings.addAll(reservedVariables(deployment));
      findings.addAll(unreadableConfig(deployment));
    }
    return findings;
  }

  private static List<Finding> reservedVariables(ResolvedDeployment deployment) {
    return StageEnvironment.reserved(deployment).stream()
        .map(EnvironmentVariable::name)
        .map(
            variable ->
                Finding.notice(
                    FindingReason.VARIABLE_RESERVED,
                    deployment.path() + ".env[" + variable + ']',
                    "The operator sets this variable itself and ignores the one of the spec:"
                        + " remove it."))
        .toList();
  }

  private static List<Finding> unreadableConfig(ResolvedDeployment deployment) {
    return UserConfig.of(deployment).unreadable().stream()
        .map(
            path ->
                Finding.notice(
                    FindingReason.USER_CONFIG_UNREADABLE,
                    path,
                    "Replicas don't get this field: empty texts, objects and lists, null in lists"
                        + " and names with dots, quotes, brackets or backslashes can't be"
                        + " passed on."))
        .toList();
  }
}
