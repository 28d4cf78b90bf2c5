package dev.serval.quarkus.runtime.config;

import dev.serval.core.app.DeploymentSettings;
import dev.serval.core.app.StageBinding;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.route.RouterOptions;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageMethod;
import dev.serval.quarkus.runtime.config.DeploymentConfig.Autoscaling;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the settings of one deployment. */
final class DeploymentReader {

  private static final int MOST_REPLICAS = 1_000;
  private static final int MOST_ONGOING = DeploymentSettings.MOST_ONGOING_REQUESTS;
  private static final double MOST_FACTOR = 100;
  private static final Duration SHORTEST_PERIOD = Duration.ofMillis(10);
  private static final String CPUS = "\\d+(\\.\\d+)?m?";
  private static final String QUANTITY = "\\d+(\\.\\d+)?(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei)?";

  private final String key;
  private final String name;
  private final DeploymentConfig config;

  DeploymentReader(String name, DeploymentConfig config) {
    this.key = "serval.deployments.\"" + name + "\".";
    this.name = name;
    this.config = config;
  }

  /** The stage that the deployment hosts. */
  String stage() {
    return config.stage().orElse(name);
  }

  /** Whether its settings say that it hosts a stage which need not be in this image. */
  boolean namesStageOrImage() {
    return config.stage().isPresent() || config.image().isPresent();
  }

  /**
   * @throws ConfigurationException if this process can't host the deployment, since its image lacks
   *     the stage
   */
  void requireStage(Map<String, StageBinding> stages) {
    if (config.image().isPresent() && !stages.containsKey(stage())) {
      throw Allowed.wrong(
          key + "image",
          "says that another image holds stage "
              + Allowed.quoted(stage())
              + ", which a process of this one cannot host: it has "
              + Allowed.names(stages.keySet())
              + ". Name the deployment to host with serval.deployment",
          Allowed.quoted(config.image().get()));
    }
    Allowed.oneOf(key + "stage", stage(), stages.keySet(), "stage");
  }

  /**
   * @param hosted the stage, if a replica of the deployment is to run in this process
   * @throws ConfigurationException naming the key that is wrong, its value and what is allowed
   */
  DeploymentSettings read(Optional<StageBinding> hosted) {
    int replicas = replicas();
    checkResources();
    shutdownTimeout();
    health();
    return new DeploymentSettings(
        name,
        stage(),
        replicas,
        Allowed.between(key + "max-ongoing-requests", config.maxOngoingRequests(), 1, MOST_ONGOING),
        maxQueued(),
        config.routing().policy(),
        hosted.map(StageBinding::descriptor).map(this::batching).orElseGet(Map::of),
        config.handles(),
        UserConfigTree.read(key + "user-config", config.userConfig()));
  }

  /** How long requests under way may take once the process is to stop. */
  Duration shutdownTimeout() {
    return Allowed.between(
        key + "graceful-shutdown.timeout",
        config.gracefulShutdown().timeout(),
        Allowed.NONE,
        Allowed.HOUR);
  }

  HealthSettings health() {
    String health = key + "health-check.";
    return new HealthSettings(
        Allowed.between(
            health + "period", config.healthCheck().period(), SHORTEST_PERIOD, Allowed.HOUR),
        Allowed.between(
            health + "timeout", config.healthCheck().timeout(), SHORTEST_PERIOD, Allowed.HOUR),
        Allowed.between(
            health + "failure-threshold", config.healthCheck().failureThreshold(), 1, 100));
  }

  private int replicas() {
    Optional<Autoscaling> scaling = config.autoscaling();
    if (scaling.isEmpty()) {
      return Allowed.between(key + "replicas", config.replicas().orElse(1), 1, MOST_REPLICAS);
    }
    if (config.replicas().isPresent()) {
      throw new ConfigurationException(
          key + "replicas cannot be set together with " + key + "autoscaling: one of them decides",
          Set.of(key + "replicas", key + "autoscaling"));
    }
    return Math.max(1, initialReplicas(scaling.get()));
  }

  /** Also checks everything that the cluster will need and local mode does not. */
  private int initialReplicas(Autoscaling scaling) {
    String at = key + "autoscaling.";
    int least =
        Allowed.between(at + "min-replicas", scaling.minReplicas().orElse(1), 0, MOST_REPLICAS);
    int most = scaling.maxReplicas().orElse(Math.max(1, least));
    Allowed.between(at + "max-replicas", most, Math.max(1, least), MOST_REPLICAS);
    number(at + "target-ongoing-requests", scaling.targetOngoingRequests(), MOST_ONGOING);
    number(at + "upscaling-factor", scaling.upscalingFactor(), MOST_FACTOR);
    number(at + "downscaling-factor", scaling.downscalingFactor(), MOST_FACTOR);
    delay(at + "upscale-delay", scaling.upscaleDelay());
    delay(at + "downscale-delay", scaling.downscaleDelay());
    delay(at + "downscale-to-zero-delay", scaling.downscaleToZeroDelay());
    scaling
        .lookBackPeriod()
        .ifPresent(
            period ->
                Allowed.between(
                    at + "look-back-period", period, Duration.ofSeconds(1), Allowed.HOUR));
    return Allowed.between(
        at + "initial-replicas", scaling.initialReplicas().orElse(least), least, most);
  }

  private static void number(String key, OptionalDouble value, double most) {
    value.ifPresent(number -> Allowed.aboveZero(key, number, most));
  }

  private static void delay(String key, Optional<Duration> value) {
    value.ifPresent(delay -> Allowed.between(key, delay, Allowed.NONE, Allowed.DAY));
  }

  private int maxQueued() {
    int most = config.maxQueuedRequests();
    if (most != RouterOptions.UNBOUNDED && most < 1) {
      throw Allowed.wrong(
          key + "max-queued-requests", "must be at least 1, or -1 for any number", most);
    }
    return most;
  }

  private void checkResources() {
    checkQuantities(key + "resources.requests.", config.resources().requests());
    checkQuantities(key + "resources.limits.", config.resources().limits());
  }

  private static void checkQuantities(String key, Map<String, String> amounts) {
    amounts.forEach(
        (resource, amount) -> {
          if (resource.equals("cpu")) {
            Allowed.matching(key + resource, amount, CPUS, "a number of CPUs such as 2 or 500m");
          } else {
            Allowed.matching(key + resource, amount, QUANTITY, "a quantity such as 2 or 1Gi");
          }
        });
  }

  /** Of concern to replicas alone: a mistake in it shall not keep their callers from starting. */
  private Map<String, BatchOptions> batching(StageDescriptor stage) {
    Map<String, BatchOptions> batching = new HashMap<>();
    config
        .batching()
        .forEach(
            (method, changes) -> {
              String at = key + "batching.\"" + method + "\"";
              batching.put(method, options(at, batched(at, stage, method).batch(), changes));
            });
    return batching;
  }

  private static StageMethod batched(String key, StageDescriptor stage, String name) {
    StageMethod method = stage.method(name);
    if (method == null || method.batch() == null) {
      Set<String> batched =
          stage.methods().stream()
              .filter(candidate -> candidate.batch() != null)
              .map(StageMethod::name)
              .collect(Collectors.toSet());
      throw Allowed.wrong(
          key,
          "must be a @Batch method of stage " + stage.name() + ", " + Allowed.names(batched),
          Allowed.quoted(name));
    }
    return method;
  }

  private static BatchOptions options(
      String key, BatchOptions annotated, DeploymentConfig.Batching changes) {
    return new BatchOptions(
        Allowed.between(
            key + ".max-size", changes.maxSize().orElse(annotated.maxSize()), 1, 65_536),
        Allowed.between(
            key + ".max-wait",
            changes.maxWait().orElse(annotated.maxWait()),
            Allowed.NONE,
            BatchOptions.LONGEST_WAIT),
        Allowed.between(
            key + ".max-concurrent",
            changes.maxConcurrent().orElse(annotated.maxConcurrent()),
            1,
            1_024));
  }
}
