package dev.serval.e2e.support;

import static dev.serval.e2e.support.TestPods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.PodMoments.Moment;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import org.junit.jupiter.api.Test;

class PodMomentsTest {

  private long now;
  private final PodMoments moments = new PodMoments(() -> now);

  @Test
  void eachMomentIsWhenItWasFirstTold() {
    at(1, pod("a", false));
    at(2, slice(false));
    at(3, pod("a", true));
    at(4, slice(true));
    at(5, pod("a", true));
    at(6, ending());
    at(7, slice(false));
    at(8, slice(false));

    assertThat(moments.of("a", Moment.READY)).isEqualTo(3);
    assertThat(moments.of("a", Moment.READY_IN_SLICE)).isEqualTo(4);
    assertThat(moments.of("a", Moment.ENDING)).isEqualTo(6);
    assertThat(moments.of("a", Moment.ENDING_IN_SLICE)).isEqualTo(7);
  }

  private void at(long moment, Pod pod) {
    now = moment;
    moments.see(pod);
  }

  private void at(long moment, EndpointSlice slice) {
    now = moment;
    moments.see(slice);
  }

  private static Pod ending() {
    return new PodBuilder(pod("a", true))
        .editMetadata()
        .withDeletionTimestamp("2026-01-01T00:00:00Z")
        .endMetadata()
        .build();
  }

  private static EndpointSlice slice(boolean ready) {
    return new EndpointSliceBuilder()
        .addNewEndpoint()
        .withNewConditions()
        .withReady(ready)
        .endConditions()
        .withNewTargetRef()
        .withName("a")
        .endTargetRef()
        .endEndpoint()
        .build();
  }
}
