package dev.serval.operator.metricsapi.access;

/** What somebody wants to read. */
public sealed interface Access {

  /**
   * A path that is no resource.
   *
   * @param path as in a ClusterRole's {@code nonResourceURLs}
   */
  record ToPath(String path) implements Access {}

  /**
   * A resource of a namespace.
   *
   * @param verb as in a Role
   * @param group of the API
   * @param version of the API
   * @param resource as in a Role
   * @param subresource empty if it is none
   * @param name of the object; empty for several
   */
  record ToResource(
      String verb,
      String group,
      String version,
      String namespace,
      String resource,
      String subresource,
      String name)
      implements Access {

    /** Resource and subresource, as a Role names them. */
    public String whole() {
      return subresource.isEmpty() ? resource : resource + '/' + subresource;
    }
  }
}
