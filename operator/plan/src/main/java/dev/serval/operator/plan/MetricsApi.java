package dev.serval.operator.plan;

import java.util.Objects;
import java.util.Optional;

/** By which API of Kubernetes a HorizontalPodAutoscaler can read the load of a deployment. */
public sealed interface MetricsApi {

  /**
   * {@code external.metrics.k8s.io}, served by the operator.
   *
   * @param outage why autoscalers can't read it, if that has been so for long: they stay, and the
   *     operator scales the deployments of mode HPA meanwhile; without a full stop
   */
  record External(Optional<String> outage) implements MetricsApi {

    /** One that can be read. */
    public External() {
      this(Optional.empty());
    }
  }

  /**
   * {@code custom.metrics.k8s.io}, served by the operator.
   *
   * @param outage as with {@link External}
   */
  record Custom(Optional<String> outage) implements MetricsApi {

    /** One that can be read. */
    public Custom() {
      this(Optional.empty());
    }
  }

  /**
   * It isn't known yet: autoscalers that there are stay as they are, others wait.
   *
   * @param reason what is waited for, without a full stop
   */
  record Pending(String reason) implements MetricsApi {

    /** Refuses what is not set. */
    public Pending {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * Others hold them: the operator itself scales the deployments of mode HPA.
   *
   * @param reason who holds them, without a full stop
   */
  record Taken(String reason) implements MetricsApi {

    /** Refuses what is not set. */
    public Taken {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * None is served: the operator itself scales the deployments of mode HPA.
   *
   * @param reason why not, without a full stop
   */
  record None(String reason) implements MetricsApi {

    /** Refuses what is not set. */
    public None {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
