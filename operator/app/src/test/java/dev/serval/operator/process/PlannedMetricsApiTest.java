package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.metricsapi.MetricsApiState;
import dev.serval.operator.metricsapi.MetricsApiState.Holder;
import dev.serval.operator.plan.MetricsApi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What autoscalers can read, as the plan is told. */
class PlannedMetricsApiTest {

  private static final Holder KEDA =
      new Holder("v1beta1.external.metrics.k8s.io", "Service keda/keda-metrics");

  private static final Optional<String> TROUBLE = Optional.of("no operator is ready");

  private final PlannedMetricsApi planned = new PlannedMetricsApi();

  @Test
  void anApiThatIsOursStaysSoWhileItIsOutOfReachForAMoment() {
    assertThat(seen(new MetricsApiState.External(TROUBLE), 0)).isEqualTo(new MetricsApi.External());
    assertThat(seen(new MetricsApiState.External(TROUBLE), 59))
        .isEqualTo(new MetricsApi.External());
    assertThat(seen(new MetricsApiState.External(Optional.empty()), 60))
        .isEqualTo(new MetricsApi.External());
    assertThat(seen(new MetricsApiState.Custom(KEDA, TROUBLE), 61))
        .isEqualTo(new MetricsApi.Custom());
    assertThat(seen(new MetricsApiState.Custom(KEDA, TROUBLE), 120))
        .isEqualTo(new MetricsApi.Custom());
  }

  @Test
  void oneThatIsOutOfReachForLongIsOutUntilItIsReached() {
    seen(new MetricsApiState.External(TROUBLE), 10);
    seen(new MetricsApiState.External(Optional.of("connection refused")), 40);

    assertThat(seen(new MetricsApiState.External(TROUBLE), 70))
        .isEqualTo(
            new MetricsApi.External(
                Optional.of(
                    "the API server doesn't reach the metrics API of the operator: no operator is"
                        + " ready")));
    assertThat(seen(new MetricsApiState.Custom(KEDA, TROUBLE), 71))
        .isInstanceOfSatisfying(
            MetricsApi.Custom.class, custom -> assertThat(custom.outage()).isPresent());
    assertThat(seen(new MetricsApiState.External(Optional.empty()), 72))
        .isEqualTo(new MetricsApi.External());
  }

  @Test
  void withoutOneTheReasonIsNamed() {
    assertThat(seen(new MetricsApiState.Taken(List.of(KEDA)), 0))
        .isEqualTo(new MetricsApi.Taken(KEDA.toString()));
    assertThat(seen(new MetricsApiState.Unavailable("it is switched off"), 0))
        .isEqualTo(new MetricsApi.None("the operator serves no metrics API: it is switched off"));
    assertThat(seen(new MetricsApiState.Pending("it has just started"), 0))
        .isEqualTo(new MetricsApi.Pending("it has just started"));
  }

  private MetricsApi seen(MetricsApiState state, long second) {
    return planned.of(state, Duration.ofSeconds(second).toNanos());
  }
}
