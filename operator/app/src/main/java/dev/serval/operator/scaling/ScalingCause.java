package dev.serval.operator.scaling;

import dev.serval.operator.autoscaling.decision.Decision;
import dev.serval.operator.autoscaling.decision.ScalingReason;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import dev.serval.operator.status.Cause;
import dev.serval.operator.status.FailureMessage;
import dev.serval.operator.status.Reason;
import java.util.Optional;

/**
 * How a deployment scales, or why it doesn't, in words that stay the same while the number of
 * replicas does.
 */
final class ScalingCause {

  private ScalingCause() {}

  static Cause of(
      ScaledBy by,
      ScalingPolicy policy,
      int target,
      Optional<Decision> latest,
      KnownFor.LoadState load,
      Optional<Throwable> failure) {
    if (by instanceof ScaledBy.User) {
      return new Cause(Reason.EXTERNAL_SCALING, "mode External: %s".formatted(replicas(target)));
    }
    if (failure.isPresent()) {
      return new Cause(
          Reason.SCALE_FAILED,
          "%s can't be set, which is tried again each second: %s"
              .formatted(replicas(target), FailureMessage.of(failure.get())));
    }
    if (load.unknown().isPresent()) {
      return unknown(load.unknown().get(), target);
    }
    if (by instanceof ScaledBy.OperatorForHpa(Reason reason, String why)) {
      return new Cause(
          reason,
          "%s by the load, set by the operator as in mode Native: %s"
              .formatted(replicas(target), why));
    }
    return ofDecision(policy, target, latest.map(Decision::reason));
  }

  private static Cause unknown(ReportedLoad.Incomplete known, int target) {
    return new Cause(
        Reason.NO_DATA,
        switch (known) {
          case ReportedLoad.Unknown(String why) ->
              "the load is not known, so there %s %s: %s"
                  .formatted(target == 1 ? "stays" : "stay", replicas(target), why);
          case ReportedLoad.AtLeast part ->
              "not all of the load is known, so it stays at %s or grows: %s"
                  .formatted(replicas(target), part.why());
        });
  }

  private static Cause ofDecision(
      ScalingPolicy policy, int target, Optional<ScalingReason> reason) {
    if (reason.filter(ScalingReason.AT_MAX::equals).isPresent()) {
      return new Cause(
          Reason.AT_MAX, "%s, the load asks for more than maxReplicas".formatted(replicas(target)));
    }
    if (reason.filter(ScalingReason.AT_MIN::equals).isPresent()) {
      return new Cause(
          Reason.AT_MIN,
          "%s, the load asks for fewer than minReplicas".formatted(replicas(target)));
    }
    return new Cause(
        Reason.READING_METRIC,
        "%s by the load, of %d to %d"
            .formatted(replicas(target), policy.minReplicas(), policy.maxReplicas()));
  }

  private static String replicas(int count) {
    return count + (count == 1 ? " replica" : " replicas");
  }
}
