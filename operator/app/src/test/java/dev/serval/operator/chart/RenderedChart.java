package dev.serval.operator.chart;

import dev.serval.operator.cluster.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.stream.Stream;

/** The objects of the chart with some values, as they are in its text: nothing added or lost. */
record RenderedChart(List<GenericKubernetesResource> objects) {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /**
   * Renders it for the operator's namespace.
   *
   * @param values each as {@code path=JSON}
   */
  static RenderedChart with(String... values) {
    return parse(Helm.template(ApiServer.OPERATOR_NAMESPACE, values).requireSuccess());
  }

  /** Reads YAML documents. */
  static RenderedChart parse(String yaml) {
    return new RenderedChart(
        Stream.of(yaml.split("(?m)^---\\s*$"))
            .filter(document -> document.lines().anyMatch(line -> !line.matches("\\s*(#.*)?")))
            .map(document -> YAML.unmarshal(document, GenericKubernetesResource.class))
            .toList());
  }

  List<String> names(String kind) {
    return ofKind(kind).map(object -> object.getMetadata().getName()).toList();
  }

  Stream<GenericKubernetesResource> ofKind(String kind) {
    return objects.stream().filter(object -> object.getKind().equals(kind));
  }

  /** The one object of that kind. */
  GenericKubernetesResource one(String kind) {
    List<GenericKubernetesResource> found = ofKind(kind).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of kind " + kind);
    }
    return found.getFirst();
  }

  /** The rules of a role of either kind. */
  static List<PolicyRule> rules(GenericKubernetesResource role) {
    List<Object> rules = role.get("rules");
    return rules.stream().map(rule -> YAML.convertValue(rule, PolicyRule.class)).toList();
  }
}
