package dev.serval.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.crds.v1alpha1.status.LastScale;
import dev.serval.crds.v1alpha1.status.ScaleDecision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScalingStatusTest {

  private static final Instant NOW = Instant.parse("2026-11-27T10:00:00.7Z");
  private static final LastScale EARLIER =
      new LastScale("2026-11-26T10:00:00Z", 4, 2, "the spec asks for it");

  @Test
  void theFirstNumberIsNoScaling() {
    assertThat(ScalingStatus.fixed(3, Optional.empty(), NOW).lastScale()).isNull();
  }

  @Test
  void anotherNumberInTheSpecIsOne() {
    assertThat(ScalingStatus.fixed(3, before(2, List.of()), NOW).lastScale())
        .isEqualTo(new LastScale("2026-11-27T10:00:00Z", 2, 3, "the spec asks for it"));
  }

  @Test
  void theSameNumberKeepsTheLast() {
    assertThat(ScalingStatus.fixed(2, before(2, List.of()), NOW).lastScale()).isEqualTo(EARLIER);
  }

  @Test
  void aFreshDecisionIsTheLastScale() {
    ScaleDecision up = decision(1, 2, 5);

    ScalingStatus status = autoscaled(5, List.of(up), before(2, List.of()), Optional.empty());

    assertThat(status.lastScale()).isEqualTo(new LastScale(up.time(), 2, 5, up.message()));
    assertThat(status.decisions()).containsExactly(up);
  }

  @Test
  void decisionsBeforeTheOperatorBeganToLeadStay() {
    ScaleDecision old = decision(1, 1, 2);
    ScaleDecision fresh = decision(2, 2, 5);

    ScalingStatus status = autoscaled(5, List.of(fresh), before(2, List.of(old)), Optional.empty());

    assertThat(status.decisions()).containsExactly(fresh, old);
  }

  @Test
  void whatWasToldIsNotToldTwice() {
    List<ScaleDecision> told = List.of(decision(2, 2, 5), decision(1, 1, 2));

    ScalingStatus status = autoscaled(5, told, before(5, told), Optional.empty());

    assertThat(status.decisions()).isEqualTo(told);
    assertThat(status.lastScale()).isEqualTo(EARLIER);
  }

  @Test
  void tenAreKept() {
    List<ScaleDecision> old = decisions(20, 10);
    List<ScaleDecision> fresh = decisions(30, 4);

    ScalingStatus status = autoscaled(5, fresh, before(5, old), Optional.empty());

    assertThat(status.decisions())
        .hasSize(10)
        .startsWith(fresh.toArray(ScaleDecision[]::new))
        .endsWith(old.get(5));
  }

  @Test
  void whoScaledByHandIsNamed() {
    assertThat(autoscaled(7, List.of(), before(2, List.of()), Optional.of("kubectl")).lastScale())
        .isEqualTo(new LastScale("2026-11-27T10:00:00Z", 2, 7, "kubectl has set it"));
  }

  private static List<ScaleDecision> decisions(int newest, int count) {
    return IntStream.range(0, count).mapToObj(i -> decision(newest - i, 1, 2)).toList();
  }

  private static ScaleDecision decision(int minute, int from, int to) {
    return new ScaleDecision(
        "2026-11-27T09:%02d:00Z".formatted(minute), from, to, "Upscaled", "why " + minute);
  }

  private static ScalingStatus autoscaled(
      int desired,
      List<ScaleDecision> fresh,
      Optional<DeploymentStatus> before,
      Optional<String> manager) {
    return ScalingStatus.autoscaled(desired, 1L, 2L, fresh, before, manager, NOW);
  }

  private static Optional<DeploymentStatus> before(int desired, List<ScaleDecision> decisions) {
    return Optional.of(
        new DeploymentStatus(
            "A", "6c9f", 1, 1, 1, null, null, desired, null, null, EARLIER, decisions));
  }
}
