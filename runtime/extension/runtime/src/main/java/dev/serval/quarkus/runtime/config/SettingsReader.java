package dev.serval.quarkus.runtime.config;

import dev.serval.core.app.ApplicationSettings;
import dev.serval.core.app.DeploymentSettings;
import dev.serval.core.app.StageBinding;
import dev.serval.core.wire.Addresses;
import dev.serval.core.wire.WireOptions;
import dev.serval.hub.client.HubOptions;
import dev.serval.quarkus.runtime.StageCatalog;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Makes of the configuration what the engine needs, or says what is wrong with it: every message
 * names the full key, its value and what is allowed.
 */
public final class SettingsReader {

  private static final String NAME = "[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final String APPLICATION_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
  private static final String ROUTE_PREFIX = "/|(/[A-Za-z0-9._~-]+)+";
  private static final int MOST_CONNECTIONS = 1_000_000;

  /**
   * Settings of parts that are not needed to run an application, and what a pod's environment says
   * of the pod, such as {@code SERVAL_POD_NAME}, for settings to refer to.
   */
  private static final List<String> FOREIGN =
      List.of("serval.testkit.", "serval.manifest.", "serval.pod.", "serval.node.name");

  private final ServalConfig config;
  private final Iterable<String> names;

  /** Reads {@code config}, and looks for mistyped keys in the configuration of the process. */
  public SettingsReader(ServalConfig config) {
    this(config, ConfigProvider.getConfig().getPropertyNames());
  }

  /**
   * @param names the keys that are set, among which mistyped ones are looked for
   */
  public SettingsReader(ServalConfig config, Iterable<String> names) {
    this.config = config;
    this.names = names;
  }

  /**
   * The settings of an application, of which this image has these stages. A deployment that another
   * process hosts may name a stage that isn't among them.
   *
   * @throws ConfigurationException if the configuration does not fit; the message names the key,
   *     its value and what is allowed
   */
  public ApplicationSettings read(StageCatalog catalog) {
    new KnownKeys(FOREIGN).check(names);
    Map<String, DeploymentSettings> deployments = deployments(catalog);
    checkIngress(catalog, deployments);
    checkHandles(deployments);
    ingress();
    hostNames(deployments.keySet());
    hostNamePeriod();
    hub();
    String hosted = config.deployment().orElse("");
    if (!hosted.isEmpty()) {
      Allowed.oneOf("serval.deployment", hosted, deployments.keySet(), "deployment");
    }
    return new ApplicationSettings(
        Allowed.matching(
            "serval.application",
            config.application(),
            APPLICATION_NAME,
            "1 to 63 letters, digits, dots, underscores and hyphens"),
        hosted,
        config.replica().orElseGet(SettingsReader::processName),
        List.copyOf(deployments.values()),
        endpoints(deployments.keySet()),
        listen(),
        config.local().codec(),
        config.local().wire(),
        config.errors().stackTraces(),
        maxBodyBytes(),
        busyPoll(),
        cpus(hosted),
        config.node().orElse(""),
        config.zone().orElse(""),
        shutdownTimeout(deployments.keySet(), hosted));
  }

  /**
   * The deployment that hosts the ingress stage, or empty if the application has none.
   *
   * @param settings what {@link #read} returned
   */
  public static String ingressDeployment(StageCatalog catalog, ApplicationSettings settings) {
    return settings.deployments().stream()
        .filter(deployment -> deployment.stage().equals(catalog.ingressStage()))
        .map(DeploymentSettings::name)
        .findFirst()
        .orElse("");
  }

  /**
   * How the replicas of {@code deployment} are found to be ill; the defaults if nothing is set.
   *
   * @throws ConfigurationException if a value is out of its bounds
   */
  public HealthSettings health(String deployment) {
    DeploymentConfig set = config.deployments().get(deployment);
    return set == null ? HealthSettings.DEFAULTS : new DeploymentReader(deployment, set).health();
  }

  /**
   * What the HTTP side needs to know.
   *
   * @throws ConfigurationException if a value is out of its bounds
   */
  public IngressSettings ingress() {
    IngressConfig ingress = config.ingress();
    String prefix = ingress.routePrefix();
    Allowed.matching(
        "serval.ingress.route-prefix",
        prefix,
        ROUTE_PREFIX,
        "/, or a path such as /recsys of letters, digits and ._~- that does not end with a slash");
    if (prefix.matches("/(q|-)(/.*)?")) {
      throw Allowed.wrong(
          "serval.ingress.route-prefix",
          "must not be under /q or /-, which every process answers itself",
          Allowed.quoted(prefix));
    }
    if (prefix.matches(".*/[.]{1,2}(/.*)?")) {
      throw Allowed.wrong(
          "serval.ingress.route-prefix",
          "must not have . or .. between slashes, which clients leave out",
          Allowed.quoted(prefix));
    }
    Allowed.between(
        "serval.ingress.max-connections", ingress.maxConnections(), 1, MOST_CONNECTIONS);
    Allowed.between(
        "serval.ingress.idle-timeout", ingress.idleTimeout(), Duration.ofSeconds(1), Allowed.HOUR);
    return new IngressSettings(
        prefix,
        Allowed.between(
            "serval.ingress.request-timeout", ingress.requestTimeout(), Allowed.NONE, Allowed.DAY),
        ingress.unknownFields() == IngressConfig.UnknownFields.REJECT);
  }

  private Map<String, DeploymentSettings> deployments(StageCatalog catalog) {
    Map<String, StageBinding> stages = catalog.stages();
    Map<String, DeploymentSettings> deployments = new TreeMap<>();
    Set<String> hosted = new HashSet<>();
    config
        .deployments()
        .forEach(
            (name, set) -> {
              DeploymentReader reader = new DeploymentReader(name, set);
              checkName(name, reader, stages);
              boolean hostedHere = hosts(name);
              if (hostedHere) {
                reader.requireStage(stages);
              }
              deployments.put(
                  name,
                  reader.read(
                      Optional.ofNullable(stages.get(reader.stage())).filter(stage -> hostedHere)));
              hosted.add(reader.stage());
            });
    if (!isManaged()) {
      stages.keySet().stream()
          .filter(stage -> !hosted.contains(stage))
          .forEach(stage -> deployments.putIfAbsent(stage, DeploymentSettings.of(stage)));
    }
    return deployments;
  }

  /** Whether an operator says which deployments there are; a stage alone makes none then. */
  private boolean isManaged() {
    return config.hub().address().isPresent() && config.deployment().isPresent();
  }

  /** Whether a replica of the deployment is to run in this process. */
  private boolean hosts(String deployment) {
    return config.deployment().orElse(deployment).equals(deployment);
  }

  private static void checkName(
      String name, DeploymentReader reader, Map<String, StageBinding> stages) {
    String key = "serval.deployments.\"" + name + '"';
    if (!reader.namesStageOrImage() && !stages.containsKey(name)) {
      throw Allowed.wrong(
          key,
          "must be a stage of the application, "
              + Allowed.names(stages.keySet())
              + ", or say which one it hosts with "
              + key
              + ".stage",
          Allowed.quoted(name));
    }
    Allowed.matching(
        key,
        name,
        NAME,
        "1 to 63 letters, digits and hyphens, starting with a letter and not ending with a hyphen");
  }

  private static void checkIngress(
      StageCatalog catalog, Map<String, DeploymentSettings> deployments) {
    List<String> hosting =
        deployments.values().stream()
            .filter(deployment -> deployment.stage().equals(catalog.ingressStage()))
            .map(DeploymentSettings::name)
            .toList();
    if (hosting.size() > 1) {
      throw Allowed.wrong(
          "serval.deployments.\"" + hosting.getLast() + "\".stage",
          "must not be the ingress stage again, which deployment " + hosting.getFirst() + " hosts",
          Allowed.quoted(catalog.ingressStage()));
    }
  }

  private static void checkHandles(Map<String, DeploymentSettings> deployments) {
    for (DeploymentSettings deployment : deployments.values()) {
      deployment
          .handles()
          .forEach(
              (logical, target) ->
                  Allowed.oneOf(
                      "serval.deployments.\"" + deployment.name() + "\".handles.\"" + logical + '"',
                      target,
                      deployments.keySet(),
                      "deployment"));
    }
  }

  private Map<String, List<String>> endpoints(Set<String> deployments) {
    Map<String, List<String>> endpoints = new LinkedHashMap<>();
    config
        .discovery()
        .fixed()
        .forEach(
            (deployment, addresses) -> {
              String key = "serval.discovery.static.\"" + deployment + '"';
              Allowed.oneOf(key, deployment, deployments, "deployment");
              List<String> checked = new ArrayList<>();
              for (String address : addresses) {
                checked.add(checkAddress(key, address.strip()));
              }
              endpoints.put(deployment, checked);
            });
    return endpoints;
  }

  /**
   * The host names behind which deployments' replicas are found, by deployment.
   *
   * @param deployments that the application has
   * @throws ConfigurationException if the configuration does not fit
   */
  public Map<String, String> hostNames(Collection<String> deployments) {
    ServalConfig.Discovery discovery = config.discovery();
    discovery
        .dns()
        .forEach(
            (deployment, name) -> {
              String key = "serval.discovery.dns.\"" + deployment + '"';
              Allowed.oneOf(key, deployment, Set.copyOf(deployments), "deployment");
              checkAddress(key, name);
              if (discovery.fixed().containsKey(deployment)) {
                throw Allowed.wrong(
                    key,
                    "must not be set together with serval.discovery.static.\"" + deployment + '"',
                    Allowed.quoted(name));
              }
            });
    return Map.copyOf(discovery.dns());
  }

  /**
   * Where the hub is, if there is one.
   *
   * @throws ConfigurationException if the address is none, or a file is not named
   */
  public Optional<HubOptions> hub() {
    ServalConfig.Hub hub = config.hub();
    return hub.address()
        .map(
            address ->
                new HubOptions(
                    checkAddress("serval.hub.address", address),
                    file("serval.hub.ca-file", hub.caFile()),
                    file("serval.hub.token-file", hub.tokenFile())));
  }

  private static Path file(String key, Optional<String> name) {
    return name.map(Path::of)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    key + " must be set together with serval.hub.address", Set.of(key)));
  }

  /**
   * From one look at the host names to the next.
   *
   * @throws ConfigurationException if it is out of its bounds
   */
  public Duration hostNamePeriod() {
    return Allowed.between(
        "serval.discovery.dns-period",
        config.discovery().dnsPeriod(),
        Duration.ofMillis(100),
        Allowed.HOUR);
  }

  private static String checkAddress(String key, String address) {
    try {
      Addresses.parse(address);
      return address;
    } catch (IllegalArgumentException noAddress) {
      throw Allowed.wrong(
          key, "must be host:port with a port from 1 to 65535, each", Allowed.quoted(address));
    }
  }

  private InetSocketAddress listen() {
    return new InetSocketAddress(
        config.listen().host(),
        Allowed.between("serval.listen.port", config.listen().port(), 0, 0xffff));
  }

  private Duration busyPoll() {
    int micros =
        Allowed.between(
            "serval.busy-poll-micros",
            config.busyPollMicros(),
            0,
            WireOptions.MOST_BUSY_POLL_MICROS);
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  private int maxBodyBytes() {
    long bytes = config.maxBodySize().asLongValue();
    return (int) Allowed.between("serval.max-body-size", bytes, 1L << 10, 1L << 30);
  }

  /**
   * What the pod was promised, if it is less than the machine has: its neighbours need the rest.
   */
  private int cpus(String hosted) {
    int available = Runtime.getRuntime().availableProcessors();
    DeploymentConfig set = config.deployments().get(hosted);
    String requested = set == null ? null : set.resources().requests().get("cpu");
    return requested == null ? available : Math.clamp(wholeCpus(requested), 1, available);
  }

  private static int wholeCpus(String quantity) {
    double cpus =
        quantity.endsWith("m")
            ? Double.parseDouble(quantity.substring(0, quantity.length() - 1)) / 1_000
            : Double.parseDouble(quantity);
    return (int) Math.ceil(cpus);
  }

  /** In local mode the longest of all deployments. */
  private Duration shutdownTimeout(Set<String> deployments, String hosted) {
    Duration longest = Duration.ZERO;
    for (String name : hosted.isEmpty() ? deployments : Set.of(hosted)) {
      DeploymentConfig set = config.deployments().get(name);
      Duration own =
          set == null
              ? ApplicationSettings.DEFAULT_SHUTDOWN_TIMEOUT
              : new DeploymentReader(name, set).shutdownTimeout();
      longest = own.compareTo(longest) > 0 ? own : longest;
    }
    return longest;
  }

  private static String processName() {
    String host = System.getenv().getOrDefault("HOSTNAME", "localhost");
    return host + '-' + ProcessHandle.current().pid();
  }
}
