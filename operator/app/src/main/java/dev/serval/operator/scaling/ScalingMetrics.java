package dev.serval.operator.scaling;

import dev.serval.operator.autoscaling.decision.ScalingReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The metrics of autoscaling. Those of a deployment go when it goes. */
public final class ScalingMetrics {

  private static final String PREFIX = "serval.scaling.";

  private final MeterRegistry registry;
  private final Counter written;
  private final Counter failed;
  private final Timer looks;

  /** Metrics in {@code registry}. */
  public ScalingMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.written = counter("writes", Tags.of("outcome", "done"));
    this.failed = counter("writes", Tags.of("outcome", "failed"));
    this.looks = Timer.builder(PREFIX + "look").register(registry);
  }

  private Counter counter(String name, Tags labels) {
    return Counter.builder(PREFIX + name).tags(labels).register(registry);
  }

  private Meter gauge(String name, Supplier<Number> value, Tags labels) {
    return Gauge.builder(PREFIX + name, value)
        .tags(labels)
        .strongReference(true)
        .register(registry);
  }

  /** Shows a deployment until what is returned is {@link OfDeployment#hide hidden}. */
  OfDeployment show(DeploymentKey deployment, Supplier<Number> desired, Supplier<Number> load) {
    return new OfDeployment(deployment, desired, load);
  }

  /** A write of a number of replicas has ended. */
  void wrote(boolean successfully) {
    (successfully ? written : failed).increment();
  }

  /** All deployments were looked at. */
  void looked(Duration took) {
    looks.record(took);
  }

  /** Those of one deployment. For one thread at a time. */
  final class OfDeployment {

    private final Tags labels;
    private final Set<Meter> meters = new HashSet<>();

    private OfDeployment(
        DeploymentKey deployment, Supplier<Number> desired, Supplier<Number> load) {
      this.labels =
          Tags.of(
              "namespace",
              deployment.application().namespace(),
              "application",
              deployment.application().name(),
              "deployment",
              deployment.name());
      meters.add(gauge("desired.replicas", desired, labels));
      meters.add(gauge("load.requests", load, labels));
    }

    /** A decision changed its number of replicas. A reason is shown from its first time on. */
    void changed(ScalingReason reason) {
      Counter changes = counter("changes", labels.and("reason", reason.toString()));
      meters.add(changes);
      changes.increment();
    }

    void hide() {
      meters.forEach(registry::remove);
    }
  }
}
