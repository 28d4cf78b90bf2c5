package dev.serval.operator.plan.resolve;

import dev.serval.crds.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels of objects and pods. */
public final class ObjectLabels {

  /** What the object is part of: the application. */
  public static final String PART_OF = "app.kubernetes.io/part-of";

  /** What the object is there for. */
  public static final String COMPONENT = "app.kubernetes.io/component";

  /** The component of the ConfigMap that has the settings of an application. */
  public static final String TOPOLOGY = "topology";

  private static final String NAME = "app.kubernetes.io/name";
  private static final String INSTANCE = "app.kubernetes.io/instance";

  private ObjectLabels() {}

  /**
   * Of an object that there is one of in an application.
   *
   * @param component what it is there for, such as {@code ingress}
   */
  public static Map<String, String> ofApplication(String application, String component) {
    return labels(application, application, component, application);
  }

  /** Of an object that there is one of in a deployment, and of its pods. */
  public static Map<String, String> ofDeployment(ResolvedDeployment deployment) {
    Map<String, String> labels =
        labels(deployment.name(), deployment.objectName(), "stage", deployment.application());
    labels.put(Labels.DEPLOYMENT, deployment.name());
    return labels;
  }

  /** Selects all pods of an application. */
  public static Map<String, String> selectingApplication(String application) {
    return Map.of(Labels.APPLICATION, application);
  }

  /**
   * Selects the pods of a deployment. A Deployment's selector can't be changed, so these labels
   * never do; the instance keeps a variant of the deployment apart, whose object has another name.
   */
  public static Map<String, String> selectingDeployment(ResolvedDeployment deployment) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(INSTANCE, deployment.objectName());
    labels.put(Labels.APPLICATION, deployment.application());
    labels.put(Labels.DEPLOYMENT, deployment.name());
    return labels;
  }

  private static Map<String, String> labels(
      String name, String instance, String component, String application) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(NAME, name);
    labels.put(INSTANCE, instance);
    labels.put(COMPONENT, component);
    labels.put(PART_OF, application);
    labels.put(Labels.MANAGED_BY, Labels.MANAGER);
    labels.put(Labels.APPLICATION, application);
    return labels;
  }
}
