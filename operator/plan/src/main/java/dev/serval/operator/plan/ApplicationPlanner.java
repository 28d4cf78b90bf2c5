package dev.serval.operator.plan;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.plan.object.ApplicationObjects;
import dev.serval.operator.plan.pod.PodTemplateResult;
import dev.serval.operator.plan.pod.PodTemplates;
import dev.serval.operator.plan.pod.RevisedDeployment;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import java.util.ArrayList;
import java.util.List;

/** Makes the plan of an application. Pure: the same inputs give equal plans. */
public final class ApplicationPlanner {

  private final PlanSettings settings;

  /**
   * @param settings of the operator, for all applications
   */
  public ApplicationPlanner(PlanSettings settings) {
    this.settings = settings;
  }

  /**
   * What {@code application} shall be in the cluster.
   *
   * @param application as the API server stores it: its schema was checked; metadata has name,
   *     namespace and uid
   */
  public ApplicationPlan plan(ServeApplication application, Observed observed) {
    ResolvedApplication resolved = ResolvedApplication.of(application, observed, settings);
    List<Finding> findings = new ArrayList<>(SpecFindings.of(application.getSpec(), resolved));
    List<RevisedDeployment> deployments = new ArrayList<>();
    for (ResolvedDeployment deployment : resolved.deployments()) {
      switch (PodTemplates.of(resolved, deployment)) {
        case PodTemplateResult.Made made -> deployments.add(made.deployment());
        case PodTemplateResult.Refused refused -> findings.add(refused.finding());
      }
    }
    if (deployments.size() < resolved.deployments().size()) {
      return new ApplicationPlan(List.of(), List.of(), findings);
    }
    return new ApplicationPlan(
        ApplicationObjects.of(resolved, deployments), planned(deployments), findings);
  }

  private static List<PlannedDeployment> planned(List<RevisedDeployment> deployments) {
    return deployments.stream()
        .map(
            revised ->
                new PlannedDeployment(
                    revised.deployment().name(),
                    revised.deployment().objectName(),
                    revised.revision(),
                    revised.deployment().replicas()))
        .toList();
  }
}
