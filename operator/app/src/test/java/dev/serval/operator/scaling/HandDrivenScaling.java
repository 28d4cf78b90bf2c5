package dev.serval.operator.scaling;

import dev.serval.operator.cluster.RunningOperator;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.DeploymentLoad;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The scaling of an operator that runs, with looks when a test says so: its caches, its writes, its
 * status are real; time and the load are the test's.
 */
public final class HandDrivenScaling {

  private final ScaledApplications applications;
  private final ServedValues values = new ServedValues();
  private final Map<String, long[]> loads = new ConcurrentHashMap<>();
  private final Scaler scaler;
  private Duration passed = Duration.ZERO;

  /** The scaling of {@code operator}, which has none otherwise. */
  public HandDrivenScaling(RunningOperator operator) {
    this.applications = operator.reconciler().scaledApplications();
    BoundedScaleWriter writer =
        new BoundedScaleWriter(operator.client(), Runnable::run, () -> true);
    this.scaler =
        new Scaler(
            applications,
            new ScalerPorts(
                new Reports(),
                writer,
                operator.board(),
                values,
                new ScalingMetrics(new SimpleMeterRegistry()),
                operator.reconciler()::scalingChanged));
  }

  /** From now on every deployment of that name carries that load. */
  public void carry(String deployment, long ongoing, long queued) {
    loads.put(deployment, new long[] {ongoing, queued});
  }

  /** Whoever is ready reports. */
  private final class Reports implements LoadSource {

    @Override
    public Optional<DeploymentLoad> load(
        ApplicationId application, String deployment, Instant now) {
      long[] load = loads.getOrDefault(deployment, new long[] {0, 0});
      int ready = ready(application, now).get(deployment).ready();
      return Optional.of(new DeploymentLoad(ready, load[0], load[1]));
    }

    @Override
    public Map<String, ReadyReports> ready(ApplicationId application, Instant now) {
      ScaledApplication found = applications.find(application).orElseThrow();
      Map<String, ReadyReports> ready = new HashMap<>();
      found
          .deployments()
          .forEach(each -> ready.put(each.name(), new ReadyReports(each.ready(), each.ready())));
      ready.put("those that are not autoscaled", new ReadyReports(found.ready(), found.ready()));
      return ready;
    }
  }

  /** A look each second for so long. */
  public void pass(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      passed = passed.plusSeconds(1);
      scaler.lookAtAll(now());
    }
  }

  /** What is looked at between the seconds. */
  public void lookAtCalledAtZero() {
    scaler.lookAtCalledAtZero(now());
  }

  private Moment now() {
    return new Moment(passed.toNanos(), Instant.now());
  }

  /** Whether the caches show as many replicas of a deployment as it asks for, all ready. */
  public boolean isSettled(String namespace, String application, String deployment, int replicas) {
    return applications.find(new ApplicationId(namespace, application)).stream()
        .flatMap(found -> found.deployments().stream())
        .anyMatch(
            each ->
                each.name().equals(deployment)
                    && each.asked() == replicas
                    && each.ready() == replicas);
  }

  /** The value for the autoscaler of a deployment, in thousandths. */
  public long servedMilli(String namespace, String deployment) {
    return values.values(namespace).stream()
        .filter(value -> value.deployment().equals(deployment))
        .findFirst()
        .orElseThrow()
        .milli();
  }
}
