package dev.serval.operator.plan.topology;

import dev.serval.operator.plan.resolve.ContentHash;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;

/**
 * The settings that a replica reads once. They are in the ConfigMap, where their change wouldn't
 * replace a pod; their hash is in the pod template, where it does.
 */
public final class StartSettings {

  private static final int HASH_CHARACTERS = 16;

  private StartSettings() {}

  /** A hash of what the replicas of {@code deployment} read at their start. */
  public static String hash(ResolvedApplication application, ResolvedDeployment deployment) {
    Settings settings = DeploymentSettings.readAtStart(deployment);
    if (deployment.ingress()) {
      addRoutePrefix(settings, application.routePrefix());
    }
    return ContentHash.of(settings.text(), HASH_CHARACTERS);
  }

  /**
   * The root is what every deployment has, so that becoming the ingress at the root is no change.
   */
  private static void addRoutePrefix(Settings settings, String prefix) {
    if (!prefix.equals("/")) {
      settings.set(TopologyConfig.ROUTE_PREFIX, prefix);
    }
  }
}
