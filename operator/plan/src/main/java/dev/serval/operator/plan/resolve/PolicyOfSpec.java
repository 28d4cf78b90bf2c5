package dev.serval.operator.plan.resolve;

import dev.serval.crds.schema.Timespan;
import dev.serval.crds.v1alpha1.scaling.Autoscaling;
import dev.serval.crds.v1alpha1.scaling.ScalingMode;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.util.function.Consumer;
import java.util.function.Function;

/** The policy that a deployment asks for with its field {@code autoscaling}. */
public final class PolicyOfSpec {

  private PolicyOfSpec() {}

  /**
   * The policy, with the defaults of the resource where a field is absent.
   *
   * @param scaling as the API server stores it: its schema was checked
   * @param ingress whether the deployment answers HTTP from outside. Nobody can wake such a one, so
   *     it keeps a replica
   * @throws IllegalArgumentException if a field is out of its bounds, as a resource of a newer
   *     schema may have it; the message names it
   */
  public static ScalingPolicy of(Autoscaling scaling, boolean ingress) {
    int least = atLeast(ingress ? 1 : 0, scaling.minReplicas(), 1);
    int most = atLeast(Math.max(1, least), scaling.maxReplicas(), 1);
    ScalingPolicy.Builder policy =
        ScalingPolicy.between(least, most)
            .initialReplicas(atLeast(least, scaling.initialReplicas(), least));
    set(scaling.targetOngoingRequests(), Double::doubleValue, policy::targetOngoingRequests);
    set(scaling.upscaleDelay(), Timespan::toDuration, policy::upscaleDelay);
    set(scaling.downscaleDelay(), Timespan::toDuration, policy::downscaleDelay);
    set(scaling.downscaleToZeroDelay(), Timespan::toDuration, policy::downscaleToZeroDelay);
    set(scaling.lookBackPeriod(), Timespan::toDuration, policy::lookBackPeriod);
    set(scaling.upscalingFactor(), Double::doubleValue, policy::upscalingFactor);
    set(scaling.downscalingFactor(), Double::doubleValue, policy::downscalingFactor);
    return policy.build();
  }

  /** Who decides, by default a HorizontalPodAutoscaler. */
  public static ScalingMode mode(Autoscaling scaling) {
    return scaling.mode() == null ? ScalingMode.HPA : scaling.mode();
  }

  private static int atLeast(int least, Integer value, int otherwise) {
    return Math.max(least, value == null ? otherwise : value);
  }

  private static <T, V> void set(T value, Function<T, V> read, Consumer<V> field) {
    if (value != null) {
      field.accept(read.apply(value));
    }
  }
}
