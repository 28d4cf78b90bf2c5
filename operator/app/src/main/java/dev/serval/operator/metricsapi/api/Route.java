package dev.serval.operator.metricsapi.api;

import dev.serval.operator.metricsapi.MetricsGroup;

/** What a path of the API is about. */
sealed interface Route {

  /** Whether the process works. */
  record Health() implements Route {}

  /** Something that never changes: what there is, and what it is like. */
  record Document(String path) implements Route {}

  /** The metric of deployments of a namespace, by {@code labelSelector}. */
  record External(String namespace, String metric) implements Route {}

  /**
   * The metric of an object.
   *
   * @param resource its resource and group, such as {@code deployments.apps}
   * @param name of the object, or {@code *} for those that {@code labelSelector} selects
   */
  record Custom(String namespace, String resource, String name, String metric) implements Route {}

  /** Nothing. */
  record Nothing() implements Route {}

  /** What a decoded path is about. */
  static Route of(String path) {
    switch (path) {
      case "/healthz", "/livez", "/readyz" -> {
        return new Health();
      }
      default -> {
        String[] external = after(MetricsGroup.EXTERNAL, path);
        if (external.length == 2) {
          return new External(external[0], external[1]);
        }
        String[] custom = after(MetricsGroup.CUSTOM, path);
        if (custom.length == 4) {
          return new Custom(custom[0], custom[1], custom[2], custom[3]);
        }
        String document = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return Documents.exists(document) ? new Document(document) : new Nothing();
      }
    }
  }

  private static String[] after(MetricsGroup group, String path) {
    String begin = group.path() + "/namespaces/";
    if (!path.startsWith(begin) || path.contains("//") || path.endsWith("/")) {
      return new String[0];
    }
    return path.substring(begin.length()).split("/");
  }
}
