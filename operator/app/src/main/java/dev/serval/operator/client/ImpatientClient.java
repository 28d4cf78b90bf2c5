package dev.serval.operator.client;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;

/**
 * A client for questions on behalf of a caller who waits for the answer and comes again: it is no
 * use to try long.
 */
public final class ImpatientClient {

  private static final RequestConfig IMPATIENT =
      new RequestConfigBuilder().withRequestTimeout(5_000).withRequestRetryBackoffLimit(0).build();

  private ImpatientClient() {}

  /**
   * One that asks once by the connections of {@code client}, and answers or fails within seconds.
   */
  public static KubernetesClient of(KubernetesClient client) {
    return client.newClient(IMPATIENT).adapt(KubernetesClient.class);
  }
}
