package dev.serval.e2e.support;

import static dev.serval.e2e.support.TestPods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ReplicaHistory.Asked;
import dev.serval.e2e.support.ReplicaHistory.PodStart;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplicaHistoryTest {

  private long now = 1;
  private final ReplicaHistory history = new ReplicaHistory(() -> now);

  @Test
  void numbersAreNotedWhenTheyChange() {
    askFor(1, 1);
    askFor(1, 10);
    askFor(5, 20);
    askFor(2, 30);

    assertThat(history.asked())
        .containsExactly(new Asked(1, 1), new Asked(20, 5), new Asked(30, 2));
    assertThat(history.firstAskedSince(10)).contains(new Asked(20, 5));
    assertThat(history.firstFewerSince(10)).contains(new Asked(30, 2));
    assertThat(history.firstFewerSince(30)).isEmpty();
  }

  @Test
  void whatWasAskedForSinceAMomentBeginsWithWhatWasAskedForThen() {
    askFor(3, 1);
    askFor(5, 20);
    askFor(1, 30);

    assertThat(history.askedAt(19)).isEqualTo(3);
    assertThat(history.askedAt(20)).isEqualTo(5);
    assertThat(history.mostSince(10)).isEqualTo(5);
    assertThat(history.mostSince(30)).isEqualTo(1);
    assertThat(history.fewestSince(20)).isEqualTo(1);
  }

  @Test
  void theFirstStartIsThatOfThePodThatIsReadyFirst() {
    see("old", false, 5);
    see("slow", false, 20);
    see("quick", false, 21);
    see("old", true, 22);
    see("quick", true, 25);
    see("quick", false, 26);
    see("slow", true, 40);
    see("quick", true, 50);

    assertThat(history.firstStartSince(10)).contains(new PodStart(21, 25));
    assertThat(history.firstStartSince(0)).contains(new PodStart(5, 22));
    assertThat(history.firstStartSince(30)).isEmpty();
  }

  @Test
  void aPodThatWasReadyWhenItWasFirstSeenHasNoStart() {
    see("before", true, 5);

    assertThat(history.firstStartSince(0)).isEmpty();
  }

  @Test
  void settledIsAsManyReadyAsAskedForWithoutAChangeForAWhile() {
    askFor(2, 1);
    see("first", true, 2);
    now = 100;
    assertThat(history.isSettled(Duration.ofNanos(10))).isFalse();

    see("second", true, 110);
    assertThat(history.isSettled(Duration.ZERO)).isTrue();
    assertThat(history.isSettled(Duration.ofNanos(10))).isFalse();

    now = 120;
    assertThat(history.isSettled(Duration.ofNanos(10))).isTrue();
    assertThat(history.lastChangeNanos()).isEqualTo(110);
  }

  @Test
  void aReadyPodThatEndsIsAChange() {
    askFor(1, 1);
    see("first", true, 2);
    see("second", true, 3);
    now = 10;
    history.see(
        new PodBuilder(pod("second", true))
            .editMetadata()
            .withDeletionTimestamp("2026-11-27T10:00:00Z")
            .endMetadata()
            .build());

    assertThat(history.isSettled(Duration.ZERO)).isTrue();
    assertThat(history.lastChangeNanos()).isEqualTo(10);

    now = 20;
    history.seeGone(pod("second", false));
    assertThat(history.lastChangeNanos()).isEqualTo(10);
  }

  private void askFor(int replicas, long at) {
    now = at;
    Deployment deployment =
        new DeploymentBuilder().withNewSpec().withReplicas(replicas).endSpec().build();
    history.see(deployment);
  }

  private void see(String uid, boolean ready, long at) {
    now = at;
    history.see(pod(uid, ready));
  }
}
