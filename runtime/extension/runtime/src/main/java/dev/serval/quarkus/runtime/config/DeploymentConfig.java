package dev.serval.quarkus.runtime.config;

import dev.serval.core.route.RouterOptions;
import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** One deployment, {@code serval.deployments."Name"}. */
public interface DeploymentConfig {

  /** The stage that the deployment hosts; by default the one of the same name. */
  Optional<String> stage();

  /**
   * The image of the deployment, where it is not that of the application. The stage may then be one
   * that this application's own code does not have: its handles are checked by their interface
   * alone, and other processes host it.
   */
  Optional<String> image();

  /**
   * Replicas, 1 to 1000; by default 1. In local mode they are instances in the process. Not
   * together with {@code autoscaling}.
   */
  OptionalInt replicas();

  /**
   * Requests that a replica runs at a time, 1 to 65535; the replica turns away any more. A replica
   * of the ingress deployment runs as many HTTP requests, and as many calls from handles besides.
   */
  @WithDefault("100")
  int maxOngoingRequests();

  /**
   * Requests that may wait in a calling process for a replica to have room: at least 1, or -1 for
   * any number. More than that are refused with back-pressure.
   */
  @WithDefault("-1")
  int maxQueuedRequests();

  /** How callers choose a replica. */
  Routing routing();

  /** How calls of a {@code @Batch} method are batched, where it is not what the annotation says. */
  @ConfigDocMapKey("method")
  Map<String, Batching> batching();

  /** The deployments that handles point to, where it is not the one of the handle's name. */
  @ConfigDocMapKey("handle")
  Map<String, String> handles();

  /**
   * Passed to the stage's {@code @Reconfigure} method. Nested: {@code
   * user-config.weights.engagement=0.6} is the field {@code engagement} of the object {@code
   * weights}, {@code user-config.names[0]} the first element of the list {@code names}.
   */
  @ConfigDocMapKey("field")
  Map<String, String> userConfig();

  /** How the cluster scales the deployment; not together with {@code replicas}. */
  Optional<Autoscaling> autoscaling();

  /** How a replica stops. */
  GracefulShutdown gracefulShutdown();

  /** How a replica is found to be ill. */
  HealthCheckConfig healthCheck();

  /** What a replica needs of its machine. */
  Resources resources();

  /** How callers choose a replica. */
  interface Routing {

    /**
     * {@code LeastLoaded}, {@code PowerOfTwoChoices}, {@code RoundRobin} or {@code ConsistentHash},
     * the last by the session of the request (header {@code x-session-id}).
     */
    @WithDefault("LeastLoaded")
    RouterOptions.Policy policy();
  }

  /** How calls of a method are batched. */
  interface Batching {

    /** Largest batch, in items or in weight, 1 to 65536. */
    OptionalInt maxSize();

    /** How long the first item of a batch may wait for company, 0 to 60 s. */
    Optional<Duration> maxWait();

    /** Batches that a replica executes at the same time, 1 to 1024. */
    OptionalInt maxConcurrent();
  }

  /**
   * How the cluster scales a deployment. Local mode does not scale: it hosts {@code
   * initial-replicas} instances, or {@code min-replicas}, and at least one.
   */
  interface Autoscaling {

    /** Fewest replicas, 0 to 1000; by default 1. */
    OptionalInt minReplicas();

    /**
     * Most replicas, 1 to 1000 and not under {@code min-replicas}; by default 1, or {@code
     * min-replicas} if that is more.
     */
    OptionalInt maxReplicas();

    /** Replicas to begin with, between the two; by default {@code min-replicas}. */
    OptionalInt initialReplicas();

    /** Running and queued requests per replica to aim at, above 0 and up to 65535; by default 2. */
    OptionalDouble targetOngoingRequests();

    /** How long the load must be high before replicas are added, 0 to 24 h; by default 30 s. */
    Optional<Duration> upscaleDelay();

    /** How long the load must be low before replicas are removed, 0 to 24 h; by default 10 min. */
    Optional<Duration> downscaleDelay();

    /**
     * How long there must be no load before the last replica is removed, 0 to 24 h; by default
     * {@code downscale-delay}.
     */
    Optional<Duration> downscaleToZeroDelay();

    /** The time over which the load is averaged, 1 s to 1 h; by default 30 s. */
    Optional<Duration> lookBackPeriod();

    /** Multiplies each step up, above 0 and up to 100; by default 1. */
    OptionalDouble upscalingFactor();

    /** Multiplies each step down, above 0 and up to 100; by default 1. */
    OptionalDouble downscalingFactor();
  }

  /** How a replica stops. */
  interface GracefulShutdown {

    /** How long requests under way may take once the process is to stop, 0 to 1 h. */
    @WithDefault("20s")
    Duration timeout();
  }

  /** How a replica is found to be ill. */
  interface HealthCheckConfig {

    /** How often the stage's {@code @HealthCheck} method is asked, 10 ms to 1 h. */
    @WithDefault("10s")
    Duration period();

    /** How long the method may take before it counts as failed, 10 ms to 1 h. */
    @WithDefault("30s")
    Duration timeout();

    /** Failures in a row after which the replica is no longer live, 1 to 100. */
    @WithDefault("3")
    int failureThreshold();
  }

  /** What a replica needs of its machine, as in a pod: {@code cpu}, {@code memory} and others. */
  interface Resources {

    /**
     * What a replica is guaranteed, by resource, such as {@code 2}, {@code 500m} or {@code 1Gi}.
     */
    @ConfigDocMapKey("resource")
    Map<String, String> requests();

    /** What a replica may not exceed, by resource. */
    @ConfigDocMapKey("resource")
    Map<String, String> limits();
  }
}
