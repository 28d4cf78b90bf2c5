package dev.serval.operator.metricsapi;

import java.util.List;
import java.util.Map;

/** The values of the operator that decides. */
public interface DecidedValues extends MetricSource {

  /** All of them, by namespace. */
  Map<String, List<ServedValue>> all();
}
