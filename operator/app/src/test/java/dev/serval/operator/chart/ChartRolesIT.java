package dev.serval.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ShippedRoles;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** The chart gives the operator exactly the rights that the tests of the controllers have. */
class ChartRolesIT {

  private static final String WATCHED = "watchNamespaces=[\"one\",\"two\"]";

  private final List<PolicyRule> application = ShippedRoles.rules("application-rules.yaml");
  private final List<PolicyRule> cluster = ShippedRoles.rules("cluster-rules.yaml");
  private final List<PolicyRule> metricsApi = ShippedRoles.rules("metrics-api-rules.yaml");
  private final List<PolicyRule> home = ShippedRoles.rules("leader-rules.yaml");

  ChartRolesIT() throws IOException {}

  @Test
  void everywhere() {
    RenderedChart chart = RenderedChart.with();

    assertThat(chart.ofKind("ClusterRole").map(RenderedChart::rules))
        .containsExactlyInAnyOrder(application, cluster, metricsApi);
    assertThat(rolesByNamespace(chart)).containsExactly(tuple(ApiServer.OPERATOR_NAMESPACE, home));
    requireBound(chart, 4);
    assertThat(bindings(chart).filter(binding -> !isOfItsOwnRole(chart, binding)))
        .singleElement()
        .satisfies(
            binding -> {
              assertThat(binding.getMetadata().getNamespace()).isEqualTo("kube-system");
              assertThat(binding.<String>get("roleRef", "name"))
                  .isEqualTo(ShippedRoles.TRUST_READER);
            });
  }

  @Test
  void withoutTheMetricsApiNoneOfItsRights() {
    RenderedChart chart = RenderedChart.with("metricsApi.enabled=false");

    assertThat(chart.ofKind("ClusterRole").map(RenderedChart::rules))
        .containsExactlyInAnyOrder(application, cluster);
    requireBound(chart, 3);
    assertThat(bindings(chart)).allMatch(binding -> isOfItsOwnRole(chart, binding));
  }

  @Test
  void theRoleThatOwnsTheRegistrationMayReadItself() {
    RenderedChart chart =
        RenderedChart.parse(Helm.templateAs("mine", ApiServer.OPERATOR_NAMESPACE).requireSuccess());

    GenericKubernetesResource role =
        chart
            .ofKind("ClusterRole")
            .filter(each -> each.getMetadata().getName().equals("mine-metrics-api"))
            .findFirst()
            .orElseThrow();
    assertThat(RenderedChart.rules(role))
        .filteredOn(rule -> rule.getResources().contains("clusterroles"))
        .singleElement()
        .satisfies(rule -> assertThat(rule.getResourceNames()).containsExactly("mine-metrics-api"));
  }

  @Test
  void inSomeNamespacesAlone() {
    RenderedChart chart = RenderedChart.with(WATCHED);

    assertThat(chart.ofKind("ClusterRole").map(RenderedChart::rules)).containsExactly(cluster);
    assertThat(bindings(chart)).allMatch(binding -> isOfItsOwnRole(chart, binding));
    assertThat(rolesByNamespace(chart))
        .containsExactlyInAnyOrder(
            tuple("one", application),
            tuple("two", application),
            tuple(ApiServer.OPERATOR_NAMESPACE, home));
    requireBound(chart, 4);
  }

  private static List<Tuple> rolesByNamespace(RenderedChart chart) {
    return chart
        .ofKind("Role")
        .map(role -> tuple(role.getMetadata().getNamespace(), RenderedChart.rules(role)))
        .toList();
  }

  /** Every role is bound where it is, to the account of the pods and to nobody else. */
  private static void requireBound(RenderedChart chart, int roles) {
    String account = chart.one("Deployment").get("spec", "template", "spec", "serviceAccountName");
    assertThat(chart.names("ServiceAccount")).containsExactly(account);
    List<GenericKubernetesResource> bindings = bindings(chart).toList();
    assertThat(bindings.stream().filter(binding -> isOfItsOwnRole(chart, binding))).hasSize(roles);
    for (GenericKubernetesResource binding : bindings) {
      assertThat(binding.<List<Map<String, Object>>>get("subjects"))
          .containsExactly(
              Map.of(
                  "kind",
                  "ServiceAccount",
                  "name",
                  account,
                  "namespace",
                  ApiServer.OPERATOR_NAMESPACE));
    }
  }

  private static Stream<GenericKubernetesResource> bindings(RenderedChart chart) {
    return Stream.of("RoleBinding", "ClusterRoleBinding").flatMap(chart::ofKind);
  }

  /** Of one that the chart has, and in its namespace. */
  private static boolean isOfItsOwnRole(RenderedChart chart, GenericKubernetesResource binding) {
    return chart
        .ofKind(binding.get("roleRef", "kind"))
        .map(GenericKubernetesResource::getMetadata)
        .anyMatch(
            role ->
                role.getName().equals(binding.<String>get("roleRef", "name"))
                    && Objects.equals(role.getNamespace(), binding.getMetadata().getNamespace()));
  }
}
