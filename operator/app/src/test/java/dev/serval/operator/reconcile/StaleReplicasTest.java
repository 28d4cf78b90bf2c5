package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.status.RecordedPods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaleReplicasTest {

  private static final Instant CREATED = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant LAST_START = Instant.parse("2026-11-22T10:00:39Z");

  @Test
  void aReplicaThatTriedBeforeTheChangeIsStale() {
    assertThat(StaleReplicas.isStale(pod("crash-loop"), LAST_START.plusSeconds(1))).isTrue();
  }

  @Test
  void aReplicaThatTriedAfterwardsIsNot() {
    assertThat(StaleReplicas.isStale(pod("crash-loop"), LAST_START)).isFalse();
  }

  @Test
  void aReplicaThatWasMadeAfterwardsIsNotWhateverItsNodesClockSays() {
    Pod made =
        new PodBuilder(pod("crash-loop"))
            .editMetadata()
            .withCreationTimestamp(LAST_START.plusSeconds(60).toString())
            .endMetadata()
            .build();

    assertThat(StaleReplicas.isStale(made, LAST_START.plusSeconds(60))).isFalse();
  }

  @Test
  void aReplicaThatIsOnItsWayOutIsNot() {
    Pod leaving =
        new PodBuilder(pod("crash-loop"))
            .editMetadata()
            .withDeletionTimestamp(LAST_START.toString())
            .endMetadata()
            .build();

    assertThat(StaleReplicas.isStale(leaving, LAST_START.plusSeconds(1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "starting",
    "unready",
    "crashed",
    "image-pull-back-off",
    "missing-secret",
    "settings-refused",
    "unschedulable"
  })
  void aReplicaThatDoesNotWaitAfterACrashIsNot(String status) {
    assertThat(StaleReplicas.isStale(pod(status), LAST_START.plusSeconds(3600))).isFalse();
  }

  private static Pod pod(String status) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("recsys-ranker")
        .withCreationTimestamp(CREATED.toString())
        .endMetadata()
        .withStatus(RecordedPods.status(status))
        .build();
  }
}
