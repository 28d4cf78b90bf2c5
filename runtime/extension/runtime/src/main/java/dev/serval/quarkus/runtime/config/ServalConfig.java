package dev.serval.quarkus.runtime.config;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigDocSection;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set about an application, under the prefix {@code serval}. The fields of a
 * deployment are those of the {@code ServeApplication} resource. {@link SettingsReader} says what
 * is allowed.
 */
@ConfigMapping(prefix = "serval")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface ServalConfig {

  /**
   * The application's name: 1 to 63 letters, digits, dots, underscores and hyphens. All its
   * processes have the same.
   */
  @WithDefault("${quarkus.application.name:application}")
  String application();

  /**
   * The deployment that this process hosts, one of the application's. Absent, the process hosts all
   * of them (local mode). Usually set by the environment variable {@code SERVAL_DEPLOYMENT}.
   */
  Optional<String> deployment();

  /**
   * The name of this process as a replica, unique in its deployment. By default the host name and
   * the process id.
   */
  Optional<String> replica();

  /** The machine that this process runs on; calls prefer replicas on the same one. */
  Optional<String> node();

  /** The availability zone that this process runs in; calls prefer replicas in the same one. */
  Optional<String> zone();

  /**
   * The deployments, by name. Each stage has one of its own name unless a deployment here hosts it
   * under another.
   */
  @ConfigDocMapKey("deployment-name")
  @ConfigDocSection
  Map<String, DeploymentConfig> deployments();

  /** Where the replicas of other deployments are found. */
  Discovery discovery();

  /**
   * The operator's discovery service: tells which replicas there are and which settings have
   * changed, and is told how busy this process is. Unused in local mode.
   */
  Hub hub();

  /** Where this process takes calls from other processes; unused in local mode. */
  Listen listen();

  /** Local mode: all deployments in one process. */
  Local local();

  /** What is told of errors. */
  Errors errors();

  /** The largest arguments or result of a call between processes, 1K to 1G. */
  @WithDefault("64M")
  MemorySize maxBodySize();

  /**
   * How long an event loop looks for the next frame of the wire before its thread sleeps, while
   * frames come close to each other: 0 to 1000 microseconds. With 100, calls of fast stages take
   * less by the time that waking a thread takes, twice each way; a loop that looks uses its
   * processor. For processes that have two processors or more to themselves; with one it does
   * nothing.
   */
  @WithDefault("0")
  int busyPollMicros();

  /** The HTTP side of the ingress deployment. */
  @ConfigDocSection
  IngressConfig ingress();

  /** Where replicas are found. */
  interface Discovery {

    /**
     * The addresses of a deployment's replicas, each {@code host:port}, separated by commas. Only
     * deployments that this process does not host need any.
     */
    @WithName("static")
    @ConfigDocMapKey("deployment-name")
    Map<String, List<String>> fixed();

    /**
     * A host name for a deployment, {@code host:port}: each address behind it is a replica, such as
     * those of a headless Service. Asked for again every {@code dns-period}.
     */
    @ConfigDocMapKey("deployment-name")
    Map<String, String> dns();

    /** From one look at the host names to the next, 100 ms to 1 h. */
    @WithDefault("1s")
    Duration dnsPeriod();
  }

  /** The hub. */
  interface Hub {

    /**
     * Where the hub is, {@code host:port}; its certificate must be for that host. Absent, replicas
     * are found by what {@code serval.discovery} says, and settings are those of the start. No
     * process waits for it, and calls go on while it is away.
     */
    Optional<String> address();

    /**
     * A file of certificates in PEM, of which one has signed the hub's. No other authority is
     * trusted. Read for each connection; needed together with {@code address}.
     */
    Optional<String> caFile();

    /**
     * A file with the token of the pod's service account for the audience {@code serval-hub}. Read
     * for each connection; needed together with {@code address}.
     */
    Optional<String> tokenFile();
  }

  /** An address to listen on. */
  interface Listen {

    /** The host name or address to bind to. */
    @WithDefault("0.0.0.0")
    String host();

    /** The port, 0 to 65535, where 0 takes any that is free. */
    @WithDefault("9400")
    int port();
  }

  /** Local mode. */
  interface Local {

    /**
     * Whether calls inside the process pass through the codec, as they would between processes.
     * Slower; finds what cannot be carried before a cluster does.
     */
    @WithDefault("false")
    boolean codec();

    /**
     * Whether calls inside the process go over connections to itself, on loopback ports, as they
     * would between processes. Slower; exercises in one process all code that pods run.
     */
    @WithDefault("false")
    boolean wire();
  }

  /** What is told of errors. */
  interface Errors {

    /**
     * Whether calling processes are sent the stack traces of a stage's exceptions. HTTP clients
     * never are.
     */
    @WithDefault("false")
    boolean stackTraces();
  }
}
