package dev.serval.operator.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Stands for the kubelet that projects tokens into pods. */
public final class PodTokens {

  private final KubernetesClient client;

  /** Tokens from the server of {@code client}. */
  public PodTokens(KubernetesClient client) {
    this.client = client;
  }

  /** The token that the pod template asks for. */
  public String of(Pod pod) {
    return of(pod, "serval-hub");
  }

  /** A token of a pod for another audience. */
  public String of(Pod pod, String audience) {
    return request(
        pod.getMetadata().getNamespace(),
        pod.getSpec().getServiceAccountName(),
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(audience)
            .withExpirationSeconds(3600L)
            .withNewBoundObjectRef()
            .withApiVersion("v1")
            .withKind("Pod")
            .withName(pod.getMetadata().getName())
            .withUid(pod.getMetadata().getUid())
            .endBoundObjectRef()
            .endSpec()
            .build());
  }

  /** A token that is bound to no pod. */
  public String ofAccount(String namespace, String account) {
    return request(
        namespace,
        account,
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences("serval-hub")
            .withExpirationSeconds(3600L)
            .endSpec()
            .build());
  }

  private String request(String namespace, String account, TokenRequest request) {
    return client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(account)
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }
}
