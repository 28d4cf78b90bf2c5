package dev.serval.operator.hub.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.hub.identity.ReplicaIdentity;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfiguredConditionsTest {

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final List<String> written = new ArrayList<>();
  private int failures;
  private String failing;
  private final ConfiguredConditions conditions =
      new ConfiguredConditions(this::write, executor, Duration.ofMillis(1));

  private synchronized void write(ReplicaIdentity replica, String problem) {
    if (replica.podName().equals(failing) || failures-- > 0) {
      throw new KubernetesClientException("away", 503, null);
    }
    written.add(replica.podName() + ": " + problem);
  }

  private synchronized List<String> written() {
    return List.copyOf(written);
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void aProblemAndItsEndAreWrittenOnce() {
    report("a", "wrong");
    await("a: wrong");
    report("a", "wrong");
    report("a", "");
    await("a: wrong", "a: ");
    report("a", "");
    report("b", "other");

    await("a: wrong", "a: ", "b: other");
  }

  @Test
  void whatThePodSaysAlreadyIsNotWritten() {
    PodCondition there = new PodConditionBuilder().withStatus("False").withMessage("wrong").build();
    conditions.report(replica("a", Optional.of(there)), 1, "wrong");
    report("b", "other");
    await("b: other");

    conditions.report(replica("a", Optional.of(there)), 1, "");
    await("b: other", "a: ");
  }

  @Test
  void aWriteThatFailsIsTriedAgain() {
    synchronized (this) {
      failures = 3;
    }
    report("a", "wrong");
    await("a: wrong");
  }

  @Test
  void whoHasLeftIsForgotten() {
    synchronized (this) {
      failing = "a";
    }
    report("a", "wrong");
    conditions.forget(replica("a", Optional.empty()), 1);
    report("b", "other");
    await("b: other");
    // What had begun before it was forgotten is over now, as all writes have one thread.
    synchronized (this) {
      failing = null;
    }
    report("c", "more");

    await("b: other", "c: more");
  }

  @Test
  void anEarlierConnectionSaysNothingMore() {
    conditions.report(replica("a", Optional.empty()), 2, "wrong");
    conditions.report(replica("a", Optional.empty()), 1, "");
    conditions.forget(replica("a", Optional.empty()), 1);
    await("a: wrong");
    conditions.report(replica("a", Optional.empty()), 2, "");
    await("a: wrong", "a: ");
  }

  @Test
  void longWordsAreCut() {
    report("a", "x".repeat(5_000));
    Awaitility.await().until(() -> !written().isEmpty());
    assertThat(written().getFirst()).hasSize("a: ".length() + 1_024).endsWith("…");
  }

  private void report(String pod, String problem) {
    conditions.report(replica(pod, Optional.empty()), 1, problem);
  }

  private void await(String... expected) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(written()).containsExactly(expected));
  }

  private static ReplicaIdentity replica(String pod, Optional<PodCondition> configured) {
    return new ReplicaIdentity(
        new ReplicaId(new ApplicationId("shop", "recsys"), "Ranker", pod),
        "uid-" + pod,
        configured);
  }
}
