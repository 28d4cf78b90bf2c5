package dev.serval.core.app;

import dev.serval.core.admit.Admission;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.StageExecutors;
import dev.serval.core.stage.StageReplica;
import dev.serval.core.time.TimeSource;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Makes the replicas of a process and destroys their instances.
 *
 * @param interceptor stands between each replica and its stage
 * @param observers of the replicas, by deployment
 */
record ReplicaStarter(
    StageExecutors executors,
    TimeSource time,
    ReplicaInterceptor interceptor,
    Function<String, ReplicaObserver> observers,
    boolean sendStackTraces) {

  private static final Logger LOG = Logger.getLogger(ReplicaStarter.class);
  private static final String NOT_ACCEPTED = "does not accept its userConfig";

  /**
   * Makes a replica.
   *
   * @throws StageStartException if its stage cannot be made or does not take its configuration
   */
  HostedReplica start(DeploymentSettings deployment, StageBinding binding, String id) {
    StageBinding.Instance instance = create(deployment, binding, id);
    StageReplica replica =
        new StageReplica(
            deployment.name(),
            id,
            binding.descriptor(),
            interceptor.intercept(deployment.name(), id, binding.invoker()),
            instance.stage(),
            new Admission(deployment.maxOngoingRequests(), time),
            deployment.batching(),
            executors,
            time,
            observers.apply(deployment.name()),
            sendStackTraces);
    return new HostedReplica(replica, binding, instance);
  }

  private static StageBinding.Instance create(
      DeploymentSettings deployment, StageBinding binding, String id) {
    StageBinding.Instance instance;
    try {
      instance = binding.factory().create(deployment.name(), id);
    } catch (Exception | LinkageError | StackOverflowError failure) {
      throw new StageStartException(
          failed(deployment.name(), binding, "cannot be constructed", failure), failure);
    }
    try {
      if (deployment.userConfig() != null) {
        binding.hooks().reconfigure(instance.stage(), deployment.userConfig());
      }
      return instance;
    } catch (Exception | LinkageError | StackOverflowError failure) {
      destroy(deployment.name(), instance);
      throw new StageStartException(
          failed(deployment.name(), binding, NOT_ACCEPTED, failure), failure);
    }
  }

  /** What to say when the stage of {@code replica} does not take a configuration. */
  static String refusedUserConfig(String deployment, HostedReplica replica, Throwable failure) {
    return failed(deployment, replica.binding(), NOT_ACCEPTED, failure);
  }

  private static String failed(
      String deployment, StageBinding binding, String what, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return "Deployment "
        + deployment
        + ": stage "
        + binding.descriptor().className()
        + " "
        + what
        + ": "
        + cause;
  }

  /** Closes a replica and destroys its instance. */
  static void stop(HostedReplica replica) {
    replica.replica().close();
    destroy(replica.replica().deployment(), replica.instance());
  }

  private static void destroy(String deployment, StageBinding.Instance instance) {
    try {
      instance.destroy().run();
    } catch (RuntimeException failure) {
      LOG.warnf(failure, "A replica of %s could not be destroyed", deployment);
    }
  }
}
