package dev.serval.samples.load.metrics;

import java.util.Map;

/**
 * One line of a Prometheus page.
 *
 * @param name of the metric, with its suffix
 * @param labels by name
 * @param value may be infinite or not a number
 */
public record Sample(String name, Map<String, String> labels, double value) {

  /** The label's value, or empty. */
  public String label(String label) {
    return labels.getOrDefault(label, "");
  }
}
