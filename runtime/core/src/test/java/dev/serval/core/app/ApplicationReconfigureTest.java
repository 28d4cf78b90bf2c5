package dev.serval.core.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.error.BackPressureException;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.call.Together;
import dev.serval.core.route.RouterOptions.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Settings that change while calls are under way. */
class ApplicationReconfigureTest extends ReconfigureFixture {

  @Test
  void aHigherLimitLetsCallsInThatWait() {
    start(ranking().ongoing(1));
    CompletableFuture<Object> running = call("gated");
    CompletableFuture<Object> waiting = call("gated");
    assertThat(host.ongoing()).isEqualTo(1);

    SettingsOutcome outcome = reconfigure(ranking().ongoing(2));

    Together.until("the other one runs too", () -> host.ongoing() == 2);
    assertThat(outcome.changes()).containsExactly("Ranking maxOngoingRequests 1 -> 2");
    assertThat(outcome.problems()).isEmpty();
    gate.release(2);
    assertThat(end(running)).isEqualTo("done");
    assertThat(end(waiting)).isEqualTo("done");
  }

  @Test
  void aLowerLimitLeavesCallsAloneThatRun() {
    start(ranking().ongoing(2));
    List<CompletableFuture<Object>> calls = List.of(call("gated"), call("gated"), call("gated"));

    reconfigure(ranking().ongoing(1));

    assertThat(host.ongoing()).isEqualTo(2);
    gate.release();
    Together.until("one has ended", () -> calls.stream().anyMatch(CompletableFuture::isDone));
    assertThat(host.ongoing()).as("the third still waits").isEqualTo(1);
    gate.release(2);
    calls.forEach(call -> assertThat(end(call)).isEqualTo("done"));
  }

  @Test
  void aBoundOfTheQueueCountsForCallsToCome() {
    start(ranking().ongoing(1));
    List<CompletableFuture<Object>> calls = List.of(call("gated"), call("gated"));

    SettingsOutcome outcome = reconfigure(ranking().ongoing(1).queued(1));

    assertThat(outcome.changes()).containsExactly("Ranking maxQueuedRequests -1 -> 1");
    assertThatThrownBy(() -> end(call("gated"))).hasCauseInstanceOf(BackPressureException.class);
    gate.release(2);
    calls.forEach(call -> assertThat(end(call)).isEqualTo("done"));
  }

  @Test
  void aBatchOptionThatIsOverriddenAndNoLongerIs() {
    start(ranking());
    CompletableFuture<Object> early = call("batched");

    reconfigure(ranking().batching(Map.of("batched", new BatchOptions(1, Duration.ZERO, 1))));

    assertThat(end(early)).as("a waiting one is not forgotten").isEqualTo("batch of 1");
    assertThat(end(call("batched"))).isEqualTo("batch of 1");

    SettingsOutcome outcome = reconfigure(ranking());

    assertThat(outcome.changes()).singleElement().asString().startsWith("Ranking batching ");
    CompletableFuture<Object> one = call("batched");
    CompletableFuture<Object> other = call("batched");
    time.advance(ANNOTATED.maxWait());
    assertThat(end(one)).isEqualTo("batch of 2");
    assertThat(end(other)).isEqualTo("batch of 2");
  }

  @Test
  void whatIsReadAtStartAloneStays() {
    start(ranking());
    DeploymentSettings before = host.deployment("Ranking");

    SettingsOutcome outcome =
        reconfigure(ranking().replicas(5).handles(Map.of("model", "Ranking")));

    assertThat(outcome.changes()).isEmpty();
    assertThat(host.deployment("Ranking")).isEqualTo(before);
    assertThat(host.replicas().get("Ranking")).hasSize(1);
  }

  @Test
  void aNewDeploymentIsIgnoredAndOneThatVanishedStays() {
    start(ranking());

    SettingsOutcome outcome = reconfigure(new Settings("Other").config("x"));

    assertThat(outcome).isEqualTo(new SettingsOutcome(List.of(), List.of(), false));
    assertThat(host.deployment("Other")).isNull();
    assertThat(end(call("plain"))).isEqualTo("done");
    assertThat(told).isEmpty();
  }

  @Test
  void theSettingsOfAnotherStageAreNotForThisOne() {
    start(ranking().config("a"));
    told.clear();

    SettingsOutcome outcome =
        reconfigure(
            ranking()
                .stage("NewRanking")
                .ongoing(7)
                .config("b")
                .batching(Map.of("other", ANNOTATED)));

    assertThat(told).isEmpty();
    assertThat(outcome.changes()).containsExactly("Ranking maxOngoingRequests 10 -> 7");
    assertThat(host.deployment("Ranking").batching()).isEmpty();
  }

  @Test
  void callsUnderWayGoOnThroughEveryChange() throws Exception {
    start(ranking());
    AtomicBoolean changing = new AtomicBoolean(true);

    Together.run(
        3,
        thread -> {
          if (thread == 0) {
            for (int i = 0; i < 200; i++) {
              Policy[] policies = Policy.values();
              reconfigure(
                  ranking()
                      .ongoing(1 + i % 5)
                      .routing(policies[i % policies.length])
                      .config("c" + i % 2)
                      .batching(
                          Map.of(
                              "batched", new BatchOptions(1 + i % 3, Duration.ZERO, 1 + i % 2))));
            }
            changing.set(false);
            return;
          }
          while (changing.get()) {
            List<CompletableFuture<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
              calls.add(call(i % 2 == 0 ? "plain" : "batched"));
            }
            for (CompletableFuture<Object> call : calls) {
              end(call);
            }
          }
        });

    Together.until("all is idle", () -> host.ongoing() == 0);
    assertThat(host.routers().get("Ranking").queued()).isZero();
    assertThat(host.replicas().get("Ranking"))
        .extracting(hosted -> hosted.replica().admission().limit())
        .containsOnly(5);
  }
}
