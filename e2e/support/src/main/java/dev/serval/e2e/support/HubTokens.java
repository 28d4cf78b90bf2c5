package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Tokens as the API server gives them to kubelets for their pods, and such as no pod has. */
public record HubTokens(KubernetesClient client) {

  private static final String AUDIENCE = "serval-hub";

  /** The least that the API server gives. */
  private static final long SECONDS = 600;

  /** The token by which a pod shows the hub which one it is. */
  public String of(Pod pod) {
    return of(pod, AUDIENCE);
  }

  /** The token of a pod for somebody else. */
  public String of(Pod pod, String audience) {
    return request(
        pod,
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(audience)
            .withExpirationSeconds(SECONDS)
            .withNewBoundObjectRef()
            .withApiVersion("v1")
            .withKind("Pod")
            .withName(pod.getMetadata().getName())
            .withUid(pod.getMetadata().getUid())
            .endBoundObjectRef()
            .endSpec()
            .build());
  }

  /** A token of the account of a pod that is bound to no pod. */
  public String ofAccount(Pod pod) {
    return request(
        pod,
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(AUDIENCE)
            .withExpirationSeconds(SECONDS)
            .endSpec()
            .build());
  }

  private String request(Pod pod, TokenRequest request) {
    return client
        .serviceAccounts()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getSpec().getServiceAccountName())
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }
}
