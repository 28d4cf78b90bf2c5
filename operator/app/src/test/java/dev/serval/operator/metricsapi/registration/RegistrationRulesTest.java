package dev.serval.operator.metricsapi.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.metricsapi.MetricsApiState;
import dev.serval.operator.metricsapi.MetricsApiState.Holder;
import dev.serval.operator.metricsapi.MetricsGroup;
import dev.serval.operator.metricsapi.registration.RegistrationRules.Plan;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.APIServiceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistrationRulesTest {

  private static final Registration OURS = registration("serval-system");
  private static final Slot FREE = Slot.of(null, OURS);

  private static Registration registration(String namespace) {
    return new Registration(namespace, "serval-hub", 443, "Q0E=", Optional.empty());
  }

  private static APIService ours(MetricsGroup group, String available, String words) {
    return new APIServiceBuilder(OURS.of(group))
        .withNewStatus()
        .addNewCondition()
        .withType("Available")
        .withStatus(available)
        .withReason("FailedDiscoveryCheck")
        .withMessage(words)
        .endCondition()
        .endStatus()
        .build();
  }

  private static Slot reached(MetricsGroup group) {
    return Slot.of(ours(group, "True", ""), OURS);
  }

  private static Slot unreached(MetricsGroup group) {
    return Slot.of(ours(group, "False", "no endpoints"), OURS);
  }

  private static Slot foreign(MetricsGroup group) {
    return Slot.of(registration("keda").of(group), OURS);
  }

  @Test
  void externalIsTakenWhenFree() {
    assertThat(RegistrationRules.plan(FREE, FREE))
        .isEqualTo(new Plan(Optional.of(MetricsGroup.EXTERNAL), false));
    assertThat(RegistrationRules.plan(FREE, foreign(MetricsGroup.CUSTOM)))
        .isEqualTo(new Plan(Optional.of(MetricsGroup.EXTERNAL), false));
    assertThat(RegistrationRules.state(FREE, FREE)).isInstanceOf(MetricsApiState.Pending.class);
  }

  @Test
  void customIsTakenWhereExternalIsSomebodyElses() {
    Slot external = foreign(MetricsGroup.EXTERNAL);

    assertThat(RegistrationRules.plan(external, FREE))
        .isEqualTo(new Plan(Optional.of(MetricsGroup.CUSTOM), false));
    assertThat(RegistrationRules.state(external, FREE)).isInstanceOf(MetricsApiState.Pending.class);
    assertThat(RegistrationRules.state(external, reached(MetricsGroup.CUSTOM)))
        .isEqualTo(
            new MetricsApiState.Custom(
                new Holder("v1beta1.external.metrics.k8s.io", "Service keda/serval-hub"),
                Optional.empty()));
  }

  @Test
  void nothingIsTakenWhereBothAreSomebodyElses() {
    Slot external = foreign(MetricsGroup.EXTERNAL);
    Slot custom = foreign(MetricsGroup.CUSTOM);

    assertThat(RegistrationRules.plan(external, custom))
        .isEqualTo(new Plan(Optional.empty(), false));
    assertThat(RegistrationRules.state(external, custom))
        .isInstanceOf(MetricsApiState.Taken.class)
        .extracting(MetricsApiState::message)
        .isEqualTo(
            "APIService v1beta1.external.metrics.k8s.io is held by Service keda/serval-hub;"
                + " APIService v1beta2.custom.metrics.k8s.io is held by Service keda/serval-hub");
  }

  @Test
  void customIsReleasedOnceExternalCanBeRead() {
    Slot custom = reached(MetricsGroup.CUSTOM);

    assertThat(RegistrationRules.plan(FREE, custom))
        .isEqualTo(new Plan(Optional.of(MetricsGroup.EXTERNAL), false));
    assertThat(RegistrationRules.plan(unreached(MetricsGroup.EXTERNAL), custom))
        .isEqualTo(new Plan(Optional.of(MetricsGroup.EXTERNAL), false));
    assertThat(RegistrationRules.plan(reached(MetricsGroup.EXTERNAL), custom))
        .isEqualTo(new Plan(Optional.of(MetricsGroup.EXTERNAL), true));
    assertThat(RegistrationRules.plan(reached(MetricsGroup.EXTERNAL), foreign(MetricsGroup.CUSTOM)))
        .isEqualTo(new Plan(Optional.of(MetricsGroup.EXTERNAL), false));
  }

  @Test
  void theApiServersWordsAreTold() {
    MetricsApiState state = RegistrationRules.state(unreached(MetricsGroup.EXTERNAL), FREE);

    assertThat(state)
        .isEqualTo(new MetricsApiState.External(Optional.of("FailedDiscoveryCheck: no endpoints")));
    assertThat(state.message()).contains("doesn't reach it: FailedDiscoveryCheck: no endpoints");
    assertThat(RegistrationRules.state(reached(MetricsGroup.EXTERNAL), FREE))
        .isEqualTo(new MetricsApiState.External(Optional.empty()));
    assertThat(RegistrationRules.state(Slot.of(OURS.of(MetricsGroup.EXTERNAL), OURS), FREE))
        .isEqualTo(new MetricsApiState.External(Optional.of("it has not tried yet")));
  }

  @Test
  void onlyWhatSaysSoAndLeadsHereIsOurs() {
    APIService unlabelled = OURS.of(MetricsGroup.EXTERNAL);
    unlabelled.getMetadata().setLabels(null);
    APIService local = OURS.of(MetricsGroup.EXTERNAL);
    local.getSpec().setService(null);

    assertThat(Slot.of(unlabelled, OURS)).isInstanceOf(Slot.Foreign.class);
    assertThat(Slot.of(registration("elsewhere").of(MetricsGroup.EXTERNAL), OURS))
        .isInstanceOf(Slot.Foreign.class);
    assertThat(Slot.of(local, OURS))
        .isEqualTo(
            new Slot.Foreign(
                new Holder("v1beta1.external.metrics.k8s.io", "the API server itself")));
    assertThat(Slot.of(OURS.of(MetricsGroup.EXTERNAL), OURS)).isInstanceOf(Slot.Ours.class);
  }

  @Test
  void aDifferenceIsSeen() {
    APIService there = OURS.of(MetricsGroup.EXTERNAL);
    OwnerReference owner = new OwnerReferenceBuilder().withUid("u").withName("role").build();

    assertThat(OURS.isSaidBy(there)).isTrue();
    assertThat(
            List.of(
                new Registration("serval-system", "other", 443, "Q0E=", Optional.empty()),
                new Registration("serval-system", "serval-hub", 444, "Q0E=", Optional.empty()),
                new Registration("serval-system", "serval-hub", 443, "Q0I=", Optional.empty()),
                new Registration("serval-system", "serval-hub", 443, "Q0E=", Optional.of(owner))))
        .noneMatch(other -> other.isSaidBy(there));
    there.getSpec().setInsecureSkipTLSVerify(true);
    assertThat(OURS.isSaidBy(there)).isFalse();
  }
}
