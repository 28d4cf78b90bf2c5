package dev.serval.operator.metricsapi;

/** The APIs of Kubernetes that an autoscaler reads metrics from, as far as they are served. */
public enum MetricsGroup {
  /** Metrics of a namespace, found by labels. */
  EXTERNAL("external.metrics.k8s.io", "v1beta1"),
  /** Metrics of an object, found by its name. */
  CUSTOM("custom.metrics.k8s.io", "v1beta2");

  private final String group;
  private final String version;

  MetricsGroup(String group, String version) {
    this.group = group;
    this.version = version;
  }

  /** The API group. */
  public String group() {
    return group;
  }

  /** Its version. */
  public String version() {
    return version;
  }

  /** Both, as {@code apiVersion} has them. */
  public String apiVersion() {
    return group + '/' + version;
  }

  /** Where it is served. */
  public String path() {
    return "/apis/" + apiVersion();
  }

  /** The name of the APIService that says who serves it; there is one in a cluster. */
  public String apiService() {
    return version + '.' + group;
  }
}
