package dev.serval.operator.plan.topology;

/** Keys of the runtime's settings. */
final class SettingKey {

  private SettingKey() {}

  /** A setting of a deployment. */
  static String ofDeployment(String deployment, String field) {
    return "serval.deployments." + quoted(deployment) + '.' + field;
  }

  /** Where the replicas of a deployment are found by DNS. */
  static String ofDiscovery(String deployment) {
    return "serval.discovery.dns." + quoted(deployment);
  }

  /** A segment that is a name of the user's, in which a dot is none between segments. */
  static String quoted(String name) {
    return '"' + name + '"';
  }
}
