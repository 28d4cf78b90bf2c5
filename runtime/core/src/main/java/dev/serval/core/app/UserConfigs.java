package dev.serval.core.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The user configurations that the replicas of a process have. Used by one thread at a time, which
 * user code may block.
 */
final class UserConfigs {

  private final Map<String, Object> taken = new HashMap<>();

  /** The replicas have been started with these settings. */
  void startedWith(DeploymentSettings deployment) {
    taken.put(deployment.name(), deployment.userConfig());
  }

  /**
   * Gives a changed configuration to the replicas of a deployment. If one of them refuses it, those
   * that had taken it get the one before.
   *
   * @param changes is added what is different
   * @param problems is added why it is not
   */
  void give(
      DeploymentSettings deployment,
      List<HostedReplica> replicas,
      List<String> changes,
      List<String> problems) {
    Object before = taken.get(deployment.name());
    Object config = deployment.userConfig();
    if (Objects.equals(before, config)) {
      return;
    }
    if (config == null) {
      problems.add(
          "Deployment "
              + deployment.name()
              + ": userConfig was removed, which a stage cannot be told: it keeps the one before"
              + " until its replicas are replaced, as by kubectl rollout restart");
      return;
    }
    List<HostedReplica> took = new ArrayList<>();
    for (HostedReplica replica : replicas) {
      Throwable refusal = reconfigure(replica, config);
      if (refusal != null) {
        problems.add(ReplicaStarter.refusedUserConfig(deployment.name(), replica, refusal));
        giveBack(deployment.name(), took, before, problems);
        return;
      }
      took.add(replica);
    }
    taken.put(deployment.name(), config);
    changes.add(deployment.name() + " userConfig");
  }

  private static void giveBack(
      String deployment, List<HostedReplica> took, Object before, List<String> problems) {
    for (HostedReplica replica : took) {
      if (before == null) {
        problems.add(
            "Deployment "
                + deployment
                + ": replica "
                + replica.replica().id()
                + " has taken the new userConfig and had none before");
        continue;
      }
      Throwable refusal = reconfigure(replica, before);
      if (refusal != null) {
        problems.add(
            ReplicaStarter.refusedUserConfig(deployment, replica, refusal)
                + "; it was given back the one before to replica "
                + replica.replica().id());
      }
    }
  }

  private static Throwable reconfigure(HostedReplica replica, Object config) {
    try {
      replica.reconfigure(config);
      return null;
    } catch (Exception | LinkageError | StackOverflowError failure) {
      return failure;
    }
  }
}
