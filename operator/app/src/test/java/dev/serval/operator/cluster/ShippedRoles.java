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
    grantAtHome(admin, rules("leader-rules.yaml"));
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
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(account)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef(ROLES, "Role", account)
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
