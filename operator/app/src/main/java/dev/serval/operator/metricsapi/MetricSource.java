package dev.serval.operator.metricsapi;

import java.util.List;

/**
 * Where the values come from that the metrics API serves. Safe for several threads; never waits.
 */
public interface MetricSource {

  /**
   * What is known of the deployments of a namespace; those of which nothing is known are left out.
   */
  List<ServedValue> values(String namespace);
}
