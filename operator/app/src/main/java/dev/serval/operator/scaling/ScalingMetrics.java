package dev.serval.operator.scaling;

import dev.serval.operator.autoscaling.decision.ScalingReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The metrics of autoscaling. Those of a deployment go when it goes. */
public final class ScalingMetrics {

  private static final String PREFIX = "serval.scaling.";

  private final MeterRegistry registry;
  private final Map<ScalingReason, Counter> changes = new EnumMap<>(ScalingReason.class);
  private final Counter written;
  private final Counter failed;
  private final Timer looks;

  /** Metrics in {@code registry}. */
  public ScalingMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (ScalingReason reason : ScalingReason.values()) {
      changes.put(reason, counter("changes", "reason", reason.toString()));
    }
    this.written = counter("writes", "outcome", "done");
    this.failed = counter("writes", "outcome", "failed");
    this.looks = Timer.builder(PREFIX + "look").register(registry);
  }

  private Counter counter(String name, String... labels) {
    return Counter.builder(PREFIX + name).tags(labels).register(registry);
  }

  /** Shows a deployment until what is returned is {@link #hide hidden}. */
  List<Meter> show(DeploymentKey deployment, Supplier<Number> desired, Supplier<Number> load) {
    Tags labels =
        Tags.of(
            "namespace",
            deployment.application().namespace(),
            "application",
            deployment.application().name(),
            "deployment",
            deployment.name());
    return List.of(
        gauge("desired.replicas", desired, labels), gauge("load.requests", load, labels));
  }

  private Meter gauge(String name, Supplier<Number> value, Tags labels) {
    return Gauge.builder(PREFIX + name, value)
        .tags(labels)
        .strongReference(true)
        .register(registry);
  }

  void hide(List<Meter> meters) {
    meters.forEach(registry::remove);
  }

  /** A decision changed a number of replicas. */
  void changed(ScalingReason reason) {
    changes.get(reason).increment();
  }

  /** A write of a number of replicas has ended. */
  void wrote(boolean successfully) {
    (successfully ? written : failed).increment();
  }

  /** All deployments were looked at. */
  void looked(Duration took) {
    looks.record(took);
  }
}
