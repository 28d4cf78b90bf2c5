package dev.serval.operator.plan;

import dev.serval.crds.Labels;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The metric that a HorizontalPodAutoscaler reads: requests of a deployment that run and that wait,
 * all replicas together. Both who asks for it and who serves it take the names from here.
 */
public final class OngoingRequestsMetric {

  /** Its name. */
  public static final String NAME = "serval-ongoing-requests";

  /** The label with the name of the application. */
  public static final String APPLICATION = Labels.APPLICATION;

  /** The label with the name of the deployment, as in the spec. */
  public static final String DEPLOYMENT = Labels.DEPLOYMENT;

  private OngoingRequestsMetric() {}

  /** Selects the value of a deployment. */
  public static Map<String, String> selecting(ResolvedDeployment deployment) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(APPLICATION, deployment.application());
    labels.put(DEPLOYMENT, deployment.name());
    return labels;
  }
}
