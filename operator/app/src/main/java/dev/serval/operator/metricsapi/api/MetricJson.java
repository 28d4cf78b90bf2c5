package dev.serval.operator.metricsapi.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.serval.crds.Labels;
import dev.serval.operator.metricsapi.MetricsGroup;
import dev.serval.operator.metricsapi.ServedValue;
import dev.serval.operator.plan.OngoingRequestsMetric;
import dev.serval.operator.plan.resolve.ObjectName;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Values of the metric as autoscalers read them. */
final class MetricJson {

  private MetricJson() {}

  /** An {@code ExternalMetricValueList}. */
  static byte[] external(List<ServedValue> values) {
    return list(
        "ExternalMetricValueList",
        MetricsGroup.EXTERNAL,
        values,
        (json, value) -> {
          json.writeStringField("metricName", OngoingRequestsMetric.NAME);
          json.writeObjectFieldStart("metricLabels");
          json.writeStringField(Labels.APPLICATION, value.application());
          json.writeStringField(Labels.DEPLOYMENT, value.deployment());
          json.writeEndObject();
        });
  }

  /** A {@code MetricValueList} of Deployments. */
  static byte[] custom(String namespace, List<ServedValue> values) {
    return list(
        "MetricValueList",
        MetricsGroup.CUSTOM,
        values,
        (json, value) -> {
          json.writeObjectFieldStart("describedObject");
          json.writeStringField("kind", "Deployment");
          json.writeStringField("apiVersion", "apps/v1");
          json.writeStringField("namespace", namespace);
          json.writeStringField("name", objectName(value));
          json.writeEndObject();
          json.writeObjectFieldStart("metric");
          json.writeStringField("name", OngoingRequestsMetric.NAME);
          json.writeEndObject();
        });
  }

  /** The name of the Deployment that a value is of. */
  static String objectName(ServedValue value) {
    return ObjectName.ofDeployment(value.application(), value.deployment());
  }

  private interface Subject {
    void write(JsonGenerator json, ServedValue value) throws IOException;
  }

  private static byte[] list(
      String kind, MetricsGroup group, List<ServedValue> values, Subject subject) {
    return Json.object(
        json -> {
          Json.typeOf(json, kind, group.apiVersion());
          json.writeArrayFieldStart("items");
          for (ServedValue value : values) {
            json.writeStartObject();
            subject.write(json, value);
            json.writeStringField(
                "timestamp", value.at().truncatedTo(ChronoUnit.SECONDS).toString());
            json.writeStringField("value", value.milli() + "m");
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
