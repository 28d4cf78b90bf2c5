package dev.serval.operator.metricsapi;

import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.ReplicasOverTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Kubernetes' own controller comes to the numbers of the formula. */
class HpaReachesFormulaIT extends AutoscalerFixture {

  private static final Duration DOWNSCALE_DELAY = Duration.ofSeconds(3);
  private static final String OPERATOR = "serval-scaling";
  private static final String AUTOSCALER = "kube-controller-manager";

  @Override
  List<FormulaVector> vectors() throws IOException {
    return FormulaVector.all();
  }

  @Test
  void everyDecidedNumberIsReachedWithinOneSync() {
    follow(DOWNSCALE_DELAY);

    long begin = System.nanoTime();
    report();
    long decided = begin + DOWNSCALE_DELAY.plus(SYNC).toNanos();
    runs.values().forEach(run -> awaitEnd(run, decided));

    System.out.printf(
        "%-42s %7s %9s %8s %8s %8s  %-23s %11s %6s %8s%n",
        "vector", "load", "target", "present", "formula", "reached", "by", "served", "syncs",
        "after");
    SoftAssertions all = new SoftAssertions();
    runs.values().stream()
        .sorted((one, other) -> one.vector().by().compareTo(other.vector().by()))
        .forEach(
            run -> {
              print(run, begin);
              check(run, begin, all);
            });
    all.assertAll();
  }

  /**
   * Until it is reached, and the autoscaler has looked twice without moving it.
   *
   * @param decided when everything is decided
   */
  private static void awaitEnd(FormulaRun run, long decided) {
    FormulaVector vector = run.vector();
    boolean moves = vector.by() != FormulaVector.By.NOBODY;
    if (moves) {
      ClusterUser.await("another number: " + vector.name()).until(() -> run.reached().isPresent());
    }
    if (vector.reached() > 0 && !vector.goesOn()) {
      ClusterUser.await("left there: " + vector.name())
          .until(() -> run.readsSince(moves ? run.lastChange() : decided) >= 2);
    }
  }

  private static void check(FormulaRun run, long begin, SoftAssertions all) {
    FormulaVector vector = run.vector();
    if (vector.by() == FormulaVector.By.NOBODY) {
      all.assertThat(run.numbers()).as(vector.name()).containsExactly(vector.reached());
      return;
    }
    ReplicasOverTime.Change reached = run.reached().orElseThrow();
    all.assertThat(reached.number()).as(vector.name()).isEqualTo(vector.reached());
    if (vector.by() != FormulaVector.By.AUTOSCALER) {
      all.assertThat(reached.managers())
          .as(vector.name())
          .isNotEmpty()
          .isSubsetOf(
              vector.by() == FormulaVector.By.OPERATOR
                  ? List.of(OPERATOR)
                  : List.of(OPERATOR, AUTOSCALER));
      // A look of the autoscaler between its write and the replica takes that back for a moment.
      all.assertThat(run.numbers().getLast()).as(vector.name()).isEqualTo(vector.reached());
      return;
    }
    all.assertThat(reached.managers()).as(vector.name()).containsExactly(AUTOSCALER);
    all.assertThat(run.valuesForDecided(reached.nanos()).count())
        .as("looks until it is reached: %s", vector.name())
        .isEqualTo(1);
    boolean more = vector.reached() > vector.present();
    all.assertThat(Duration.ofNanos(reached.nanos() - begin))
        .as("not before the delay: %s", vector.name())
        .isGreaterThanOrEqualTo(more ? UPSCALE_DELAY : DOWNSCALE_DELAY);
    if (!vector.goesOn()) {
      all.assertThat(run.numbers())
          .as("it is left there: %s", vector.name())
          .containsExactly(vector.present(), vector.reached());
    }
  }

  private static void print(FormulaRun run, long begin) {
    FormulaVector vector = run.vector();
    Optional<ReplicasOverTime.Change> reached = run.reached();
    long until = reached.map(ReplicasOverTime.Change::nanos).orElse(Long.MAX_VALUE);
    long[] values = run.valuesForDecided(until).toArray();
    boolean isFollowed = vector.by() == FormulaVector.By.AUTOSCALER;
    System.out.printf(
        "%-42s %7d %9s %8d %8d %8d  %-23s %11s %6s %8s%n",
        vector.name(),
        vector.load(),
        vector.perReplica().toPlainString(),
        vector.present(),
        vector.reached(),
        reached.map(ReplicasOverTime.Change::number).orElse(vector.present()),
        reached.map(change -> String.join(", ", change.managers())).orElse("-"),
        isFollowed && values.length > 0 ? values[0] + "m" : "-",
        isFollowed ? values.length : "-",
        reached.map(change -> "%.1f s".formatted((change.nanos() - begin) / 1e9)).orElse("-"));
  }
}
