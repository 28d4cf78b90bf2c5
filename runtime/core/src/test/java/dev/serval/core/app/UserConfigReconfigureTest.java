package dev.serval.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.call.Together;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a changed user configuration comes to in running replicas. */
class UserConfigReconfigureTest extends ReconfigureFixture {

  @Test
  void everyReplicaIsGivenAChangedConfigurationOnce() {
    start(ranking().replicas(2).config("a"));
    told.clear();

    SettingsOutcome outcome = reconfigure(ranking().config("b"));
    SettingsOutcome again = reconfigure(ranking().config("b"));

    assertThat(told).containsExactly("Ranking-0 b", "Ranking-1 b");
    assertThat(outcome.changes()).containsExactly("Ranking userConfig");
    assertThat(again.changes()).isEmpty();
    assertThat(reconfiguring).hasSize(4);
    assertThat(reconfiguring.subList(2, 4)).as("not on an event loop").allMatch(Thread::isVirtual);
  }

  @Test
  void oneThatIsRefusedLeavesAllReplicasWithTheOneBefore() {
    start(ranking().replicas(2).config("a"));
    told.clear();
    refused.add("Ranking-1 b");

    SettingsOutcome outcome = reconfigure(ranking().config("b").ongoing(3));

    assertThat(told).containsExactly("Ranking-0 b", "Ranking-0 a");
    assertThat(outcome.problems())
        .containsExactly(
            "Deployment Ranking: stage shop.Ranking does not accept its userConfig:"
                + " java.lang.IllegalArgumentException: b is no good");
    assertThat(outcome.changes())
        .as("the rest does not wait for it")
        .containsExactly("Ranking maxOngoingRequests 10 -> 3");

    assertThat(reconfigure(ranking().config("b")).problems())
        .as("asked again, refused again")
        .hasSize(1);
    told.clear();
    assertThat(reconfigure(ranking().config("c")).problems()).isEmpty();
    assertThat(told).containsExactly("Ranking-0 c", "Ranking-1 c");
  }

  @Test
  void goingBackToTheOneBeforeIsNoChange() {
    start(ranking().replicas(2).config("a"));
    refused.add("Ranking-0 b");
    reconfigure(ranking().config("b"));
    told.clear();

    SettingsOutcome outcome = reconfigure(ranking().config("a"));

    assertThat(outcome.problems()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void aReplicaThatHadNoneBeforeKeepsTheNewOneAndThatIsSaid() {
    start(ranking().replicas(2));
    refused.add("Ranking-1 b");

    SettingsOutcome outcome = reconfigure(ranking().config("b"));

    assertThat(outcome.problems())
        .hasSize(2)
        .last()
        .isEqualTo(
            "Deployment Ranking: replica Ranking-0 has taken the new userConfig and had none"
                + " before");
  }

  @Test
  void oneThatCannotBeGivenBackIsSaid() {
    start(ranking().replicas(2).config("a"));
    refused.add("Ranking-1 b");
    refused.add("Ranking-0 a");

    assertThat(reconfigure(ranking().config("b")).problems())
        .hasSize(2)
        .last()
        .asString()
        .contains("a is no good", "given back", "Ranking-0");
  }

  @Test
  void oneThatIsRemovedCannotBeTold() {
    start(ranking().replicas(2).config("a"));
    told.clear();

    SettingsOutcome outcome = reconfigure(ranking());

    assertThat(told).isEmpty();
    assertThat(outcome.problems())
        .containsExactly(
            "Deployment Ranking: userConfig was removed, which a stage cannot be told: it keeps the"
                + " one before until its replicas are replaced, as by kubectl rollout restart");
    assertThat(reconfigure(ranking().config("a")).problems()).isEmpty();
  }

  @Test
  void aSlowStageHoldsUpNoLimitAndIsGivenTheNewestNext() {
    start(ranking().replicas(2).config("a"));
    told.clear();
    CompletableFuture<SettingsOutcome> slow = reconfiguring(ranking().config("slow"));
    Together.until("it is at work", () -> told.contains("Ranking-0 slow"));
    CompletableFuture<SettingsOutcome> passedOver = reconfiguring(ranking().config("b").ongoing(2));
    Together.until(
        "limits do not wait", () -> host.deployment("Ranking").maxOngoingRequests() == 2);

    CompletableFuture<SettingsOutcome> last = reconfiguring(ranking().config("c").ongoing(2));

    assertThat(end(passedOver).superseded()).isTrue();
    assertThat(end(passedOver).changes()).containsExactly("Ranking maxOngoingRequests 10 -> 2");
    assertThat(slow).isNotDone();
    stuck.countDown();
    assertThat(end(slow).changes()).containsExactly("Ranking userConfig");
    assertThat(end(last).superseded()).isFalse();
    assertThat(told)
        .containsExactly("Ranking-0 slow", "Ranking-1 slow", "Ranking-0 c", "Ranking-1 c");
  }

  @Test
  void aStageThatIsStuckInItDoesNotKeepTheProcess() {
    start(ranking().replicas(2).config("a"));
    CompletableFuture<SettingsOutcome> slow = reconfiguring(ranking().config("slow"));
    Together.until("it is at work", () -> told.contains("Ranking-0 slow"));
    CompletableFuture<SettingsOutcome> next = reconfiguring(ranking().config("b"));

    host.close(Duration.ZERO);

    assertThat(end(slow).superseded()).isTrue();
    assertThat(end(next).superseded()).isTrue();
    assertThat(reconfigure(ranking().config("c")).superseded()).isTrue();
    assertThat(told).doesNotContain("Ranking-0 b", "Ranking-0 c");
  }

  @Test
  void itSeesTheClassesThatTheApplicationSees() {
    AtomicReference<ClassLoader> seen = new AtomicReference<>();
    ClassLoader own = new ClassLoader(getClass().getClassLoader()) {};
    Thread.currentThread().setContextClassLoader(own);
    try {
      start(ranking().replicas(2).config("a"));
    } finally {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }

    reconfigure(ranking().config("b"));
    seen.set(reconfiguring.getLast().getContextClassLoader());

    assertThat(seen.get()).isSameAs(own);
  }
}
