package dev.serval.operator.plan.topology;

import dev.serval.operator.plan.resolve.ObjectName;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import java.util.Map;

/** The settings of all deployments of an application, and where their replicas are found. */
public final class TopologyConfig {

  /** The file's name in the ConfigMap, and in the pods where it is mounted. */
  public static final String FILE = "application.properties";

  /** Where pods have the files of the ConfigMap. */
  public static final String DIRECTORY = "/etc/serval";

  /** Where pods have the token that proves to the hub who they are. */
  public static final String HUB_TOKEN_DIRECTORY = "/var/run/secrets/serval.dev/hub";

  /** The token's name there. */
  public static final String HUB_TOKEN_FILE = "token";

  /** The port on which replicas take calls from other replicas. */
  public static final int WIRE_PORT = 9400;

  private static final String HUB_AUTHORITIES_FILE = "hub-ca.crt";

  static final String ROUTE_PREFIX = "serval.ingress.route-prefix";

  /** Above the settings that are built into the image, 250, and below the environment, 300. */
  private static final int ORDINAL = 275;

  private TopologyConfig() {}

  /** The name of the ConfigMap. */
  public static String objectName(ResolvedApplication application) {
    return ObjectName.ofTopology(application.name());
  }

  /** The content of the ConfigMap. */
  public static Map<String, String> data(ResolvedApplication application) {
    Settings settings = new Settings().set("config_ordinal", ORDINAL);
    addPlace(settings);
    addIngress(settings, application);
    for (ResolvedDeployment deployment : application.deployments()) {
      settings.addAll(DeploymentSettings.all(deployment));
      settings.set(SettingKey.ofDiscovery(deployment.name()), wireAddress(application, deployment));
    }
    application.leaving().forEach(settings::setExpression);
    addHub(settings, application);
    return application
        .hub()
        .map(hub -> Map.of(FILE, settings.text(), HUB_AUTHORITIES_FILE, hub.authorities()))
        .orElseGet(() -> Map.of(FILE, settings.text()));
  }

  /** By the names that the pod's environment has for them. */
  private static void addPlace(Settings settings) {
    settings.setExpression("serval.replica", "${SERVAL_POD_NAME}");
    settings.setExpression("serval.node", "${SERVAL_NODE_NAME}");
  }

  private static void addIngress(Settings settings, ResolvedApplication application) {
    application
        .ingressSettings()
        .ifPresent(
            ingress ->
                settings
                    .set(ROUTE_PREFIX, application.routePrefix())
                    .set("serval.ingress.request-timeout", ingress.requestTimeout()));
  }

  /** Files, since a replica reads both anew for each connection. */
  private static void addHub(Settings settings, ResolvedApplication application) {
    application
        .hub()
        .ifPresent(
            hub ->
                settings
                    .set("serval.hub.address", hub.address())
                    .set("serval.hub.ca-file", DIRECTORY + '/' + HUB_AUTHORITIES_FILE)
                    .set("serval.hub.token-file", HUB_TOKEN_DIRECTORY + '/' + HUB_TOKEN_FILE));
  }

  private static String wireAddress(
      ResolvedApplication application, ResolvedDeployment deployment) {
    return String.join(
            ".",
            deployment.objectName(),
            application.namespace(),
            "svc",
            application.clusterDomain())
        + ':'
        + WIRE_PORT;
  }
}
