package dev.serval.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** While it isn't known by which API autoscalers read, those that there are stay as they are. */
class PendingMetricsApiTest {

  private static final MetricsApi PENDING = new MetricsApi.Pending("nobody has looked yet");

  @Test
  void anAutoscalerThatThereIsReadsAsItDid() {
    for (MetricsApi api : List.of(new MetricsApi.External(), new MetricsApi.Custom())) {
      assertThat(autoscalers(PENDING, Map.of("shop-ranker", api)))
          .isEqualTo(autoscalers(api, Map.of()))
          .hasSize(1);
    }
  }

  @Test
  void noneIsMade() {
    assertThat(autoscalers(PENDING, Map.of())).isEmpty();
  }

  @Test
  void whatIsKnownHoldsWhateverThereIs() {
    Map<String, MetricsApi> there = Map.of("shop-ranker", new MetricsApi.Custom());

    assertThat(autoscalers(new MetricsApi.External(), there))
        .isEqualTo(autoscalers(new MetricsApi.External(), Map.of()));
    assertThat(autoscalers(new MetricsApi.None("both are held by others"), there)).isEmpty();
  }

  private static List<HorizontalPodAutoscaler> autoscalers(
      MetricsApi api, Map<String, MetricsApi> there) {
    PlanSettings settings =
        PlanSettings.defaults().withHub(Optional.of(Scenario.HUB)).withMetricsApi(api);
    return new ApplicationPlanner(settings)
            .plan(
                Scenario.named("autoscaled-by-custom-metric").application(),
                new Observed(Map.of(), there, Map.of()))
            .objects()
            .stream()
            .filter(HorizontalPodAutoscaler.class::isInstance)
            .map(HorizontalPodAutoscaler.class::cast)
            .toList();
  }
}
