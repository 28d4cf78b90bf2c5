package dev.serval.operator.metricsapi.access;

import dev.serval.operator.client.ImpatientClient;
import dev.serval.operator.metricsapi.identity.User;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewFluent;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;

/** Asks the API server who may read what. */
public final class SubjectAccessReviewer {

  private final KubernetesClient client;

  /** One that asks by {@code client}. */
  public SubjectAccessReviewer(KubernetesClient client) {
    this.client = ImpatientClient.of(client);
  }

  /** Whether a user may. Asks the API server, which can take seconds. */
  public Decision review(User user, Access access) {
    SubjectAccessReview question =
        new SubjectAccessReviewBuilder(about(access))
            .editSpec()
            .withUser(user.name())
            .withUid(user.uid().isEmpty() ? null : user.uid())
            .withGroups(user.groups())
            .withExtra(user.extra())
            .endSpec()
            .build();
    try {
      return decision(
          client.authorization().v1().subjectAccessReview().create(question).getStatus());
    } catch (KubernetesClientException e) {
      return new Decision.Unknown(e.getMessage());
    }
  }

  private static SubjectAccessReview about(Access access) {
    SubjectAccessReviewFluent<SubjectAccessReviewBuilder>.SpecNested<SubjectAccessReviewBuilder>
        spec = new SubjectAccessReviewBuilder().withNewSpec();
    return switch (access) {
      case Access.ToPath(String path) ->
          spec.withNewNonResourceAttributes(path, "get").endSpec().build();
      case Access.ToResource resource ->
          spec.withNewResourceAttributes()
              .withVerb(resource.verb())
              .withGroup(resource.group())
              .withVersion(resource.version())
              .withNamespace(resource.namespace())
              .withResource(resource.resource())
              .withSubresource(resource.subresource())
              .withName(resource.name())
              .endResourceAttributes()
              .endSpec()
              .build();
    };
  }

  private static Decision decision(SubjectAccessReviewStatus status) {
    if (status != null && Boolean.TRUE.equals(status.getAllowed())) {
      return new Decision.Allowed();
    }
    return new Decision.Denied(
        status == null ? "" : Objects.requireNonNullElse(status.getReason(), ""));
  }
}
