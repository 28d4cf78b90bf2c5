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
  private static final Instant CHANGED = CREATED.plusSeconds(1);

  @Test
  void aReplicaThatWasMadeBeforeTheChangeIsStale() {
    assertThat(StaleReplicas.isStale(pod("crash-loop"), CHANGED)).isTrue();
  }

  @Test
  void aReplicaThatWasMadeWithItIsNot() {
    assertThat(StaleReplicas.isStale(pod("crash-loop"), CREATED)).isFalse();
  }

  @Test
  void aReplicaThatIsOnItsWayOutIsNot() {
    Pod leaving =
        new PodBuilder(pod("crash-loop"))
            .editMetadata()
            .withDeletionTimestamp(CHANGED.toString())
            .endMetadata()
            .build();

    assertThat(StaleReplicas.isStale(leaving, CHANGED)).isFalse();
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
    assertThat(StaleReplicas.isStale(pod(status), CHANGED)).isFalse();
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
