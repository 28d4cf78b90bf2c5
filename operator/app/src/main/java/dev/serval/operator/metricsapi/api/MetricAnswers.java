package dev.serval.operator.metricsapi.api;

import dev.serval.crds.Labels;
import dev.serval.operator.metricsapi.MetricSource;
import dev.serval.operator.metricsapi.ServedValue;
import dev.serval.operator.plan.OngoingRequestsMetric;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is answered to who may read a metric. Never an empty list, which an autoscaler would take
 * for a load of zero: an answer says what is known and what to do.
 */
final class MetricAnswers {

  static final String RESOURCE = "deployments.apps";
  private static final int MOST_NAMED = 10;

  private final MetricSource source;

  MetricAnswers(MetricSource source) {
    this.source = source;
  }

  /** Whether there is such a metric of such objects; if not, the answer says which there are. */
  static ApiResponse unknown(Route route) {
    return switch (route) {
      case Route.External external when !external.metric().equals(OngoingRequestsMetric.NAME) ->
          unknownMetric(external.metric());
      case Route.Custom custom when !custom.resource().equals(RESOURCE) ->
          Failures.notFound(
              "metrics of %s are not known here; those of %s are"
                  .formatted(custom.resource(), RESOURCE));
      case Route.Custom custom when !custom.metric().equals(OngoingRequestsMetric.NAME) ->
          unknownMetric(custom.metric());
      default -> null;
    };
  }

  private static ApiResponse unknownMetric(String metric) {
    return Failures.notFound(
        "the metric %s is not known here; %s is".formatted(metric, OngoingRequestsMetric.NAME));
  }

  /** Values of a namespace, by labels. */
  ApiResponse external(Route.External route, Parameters parameters) {
    LabelSelector selector = selector(parameters, "labelSelector");
    List<ServedValue> known = source.values(route.namespace());
    List<ServedValue> selected = select(known, value -> matches(selector, value));
    return selected.isEmpty()
        ? nothing(route.namespace(), known, "labelSelector", parameters.first("labelSelector"))
        : ApiResponse.ok(MetricJson.external(selected));
  }

  /** Values of one Deployment, or of those that have some labels. */
  ApiResponse custom(Route.Custom route, Parameters parameters) {
    LabelSelector selector = selector(parameters, "labelSelector");
    LabelSelector ofMetric = selector(parameters, "metricLabelSelector");
    List<ServedValue> known = source.values(route.namespace());
    List<ServedValue> selected =
        select(
            known,
            value ->
                (route.name().equals("*") || route.name().equals(MetricJson.objectName(value)))
                    && matches(selector, value)
                    && matches(ofMetric, value));
    return selected.isEmpty()
        ? nothing(route, known)
        : ApiResponse.ok(MetricJson.custom(route.namespace(), selected));
  }

  private static LabelSelector selector(Parameters parameters, String name) {
    String text = parameters.first(name);
    try {
      return LabelSelector.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s '%s' is no label selector: %s".formatted(name, text, e.getMessage()), e);
    }
  }

  private static boolean matches(LabelSelector selector, ServedValue value) {
    return selector.matches(
        key ->
            switch (key) {
              case Labels.APPLICATION -> value.application();
              case Labels.DEPLOYMENT -> value.deployment();
              default -> null;
            });
  }

  private static List<ServedValue> select(
      List<ServedValue> values, Predicate<ServedValue> condition) {
    return values.stream().filter(condition).toList();
  }

  /** Who may ask for one Deployment need not know of the others. */
  private static ApiResponse nothing(Route.Custom route, List<ServedValue> known) {
    return route.name().equals("*")
        ? nothing(route.namespace(), known, "Deployment", route.name())
        : Failures.notFound(
            ("no load is known in namespace %s of Deployment '%s': see with kubectl get sapp"
                 + " --namespace %s whether it is of an application with autoscaling, and whether"
                 + " its replicas are ready")
                .formatted(route.namespace(), route.name(), route.namespace()));
  }

  private static ApiResponse nothing(
      String namespace, List<ServedValue> known, String what, String asked) {
    if (known.isEmpty()) {
      return Failures.notFound(
          ("no load is known in namespace %s: see with kubectl get sapp --namespace %s whether"
               + " there are applications with autoscaling, and whether their replicas are ready")
              .formatted(namespace, namespace));
    }
    return Failures.notFound(
        "no load is known in namespace %s of what %s '%s' selects; known are %s"
            .formatted(namespace, what, asked, names(known)));
  }

  private static String names(List<ServedValue> known) {
    String names =
        known.stream()
            .limit(MOST_NAMED)
            .map(
                value ->
                    "%s=%s,%s=%s (Deployment %s)"
                        .formatted(
                            Labels.APPLICATION,
                            value.application(),
                            Labels.DEPLOYMENT,
                            value.deployment(),
                            MetricJson.objectName(value)))
            .collect(Collectors.joining("; "));
    int more = known.size() - MOST_NAMED;
    return more > 0 ? names + "; and " + more + " more" : names;
  }

  /** The parameters of a query. */
  record Parameters(Map<String, List<String>> values) {

    /** The first value of a parameter; empty if there is none. */
    String first(String name) {
      List<String> found = values.get(name);
      return found == null ? "" : found.getFirst();
    }
  }
}
