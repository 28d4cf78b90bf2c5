package dev.serval.operator.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The rights that the chart gives the operator, from the files that it takes them from. */
public record ShippedRoles(String namespace, String account) {

  /** Kubernetes' own role in {@code kube-system}. */
  public static final String TRUST_READER = "extension-apiserver-authentication-reader";

  private static final Path RULES = Path.of("../../charts/serval-operator/files");
  private static final String ROLES = "rbac.authorization.k8s.io";

  /** Gives them to the account, which is made. */
  void grant(KubernetesClient admin) throws IOException {
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(account)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    grantEverywhere(admin, account, rules("application-rules.yaml"));
    grantEverywhere(admin, account + "-hub", rules("cluster-rules.yaml"));
    grantEverywhere(admin, account + "-metrics-api", rules("metrics-api-rules.yaml"));
    grantAtHome(admin, rules("leader-rules.yaml"));
    bind(admin, "kube-system", account + "-metrics-api", TRUST_READER);
  }

  private void grantEverywhere(KubernetesClient admin, String name, List<PolicyRule> rules) {
    admin
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withRules(rules)
                .build())
        .create();
    admin
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewRoleRef(ROLES, "ClusterRole", name)
                .addNewSubject("", "ServiceAccount", account, namespace)
                .build())
        .create();
  }

  private void grantAtHome(KubernetesClient admin, List<PolicyRule> rules) {
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName(account)
                .withNamespace(namespace)
                .endMetadata()
                .withRules(rules)
                .build())
        .create();
    bind(admin, namespace, account, account);
  }

  private void bind(KubernetesClient admin, String where, String name, String role) {
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(where)
                .endMetadata()
                .withNewRoleRef(ROLES, "Role", role)
                .addNewSubject("", "ServiceAccount", account, namespace)
                .build())
        .create();
  }

  /** The rules of one of the files. */
  public static List<PolicyRule> rules(String file) throws IOException {
    try (InputStream stream = Files.newInputStream(RULES.resolve(file))) {
      return new KubernetesSerialization()
          .unmarshal(stream, new TypeReference<List<PolicyRule>>() {});
    }
  }
}
