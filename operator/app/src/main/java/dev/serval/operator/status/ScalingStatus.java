package dev.serval.operator.status;

import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.crds.v1alpha1.status.LastScale;
import dev.serval.crds.v1alpha1.status.ScaleDecision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a deployment's status that is about its number of replicas.
 *
 * @param autoscaled whether it follows its load, or is scaled by others
 * @param desired replicas that it shall have
 * @param ongoing requests that its replicas run; {@code null} if that isn't known
 * @param queued requests that wait for them; {@code null} if that isn't known
 * @param lastScale the last change of the number; {@code null} if there was none
 * @param decisions of autoscaling, the newest first
 */
public record ScalingStatus(
    boolean autoscaled,
    int desired,
    Long ongoing,
    Long queued,
    LastScale lastScale,
    List<ScaleDecision> decisions) {

  private static final int MOST_CHARACTERS = 1024;

  /** Copies what could change. */
  public ScalingStatus {
    decisions = List.copyOf(decisions);
  }

  /**
   * Of a deployment whose number of replicas the spec says. A change of it is a scaling; the first
   * number is not.
   *
   * @param before what the status said; empty if it is new
   */
  public static ScalingStatus fixed(int desired, Optional<DeploymentStatus> before, Instant now) {
    return new ScalingStatus(
        false,
        desired,
        null,
        null,
        changed(desired, before, "the spec asks for it", now),
        List.of());
  }

  /**
   * Of a deployment that is autoscaled.
   *
   * @param fresh decisions since this operator leads, the newest first
   * @param before what the status said; empty if it is new
   * @param manager who has set the number of replicas, if it wasn't the operator
   */
  public static ScalingStatus autoscaled(
      int desired,
      Long ongoing,
      Long queued,
      List<ScaleDecision> fresh,
      Optional<DeploymentStatus> before,
      Optional<String> manager,
      Instant now) {
    List<ScaleDecision> earlier = before.map(DeploymentStatus::decisions).orElseGet(List::of);
    Set<ScaleDecision> all = new LinkedHashSet<>(fresh);
    all.addAll(earlier);
    LastScale last =
        fresh.isEmpty() || earlier.contains(fresh.getFirst())
            ? changed(
                desired,
                before,
                manager
                    .map("%s has set it"::formatted)
                    .orElse("a HorizontalPodAutoscaler has set it"),
                now)
            : scale(fresh.getFirst());
    return new ScalingStatus(
        true,
        desired,
        ongoing,
        queued,
        last,
        all.stream().limit(DeploymentStatus.MOST_DECISIONS).toList());
  }

  private static LastScale changed(
      int desired, Optional<DeploymentStatus> before, String why, Instant now) {
    Integer was = before.map(DeploymentStatus::desired).orElse(null);
    return was == null || was == desired
        ? before.map(DeploymentStatus::lastScale).orElse(null)
        : new LastScale(now.truncatedTo(ChronoUnit.SECONDS).toString(), was, desired, why);
  }

  private static LastScale scale(ScaleDecision decision) {
    String why = decision.message();
    return new LastScale(
        decision.time(),
        decision.from(),
        decision.to(),
        why.substring(0, Math.min(why.length(), MOST_CHARACTERS)));
  }
}
