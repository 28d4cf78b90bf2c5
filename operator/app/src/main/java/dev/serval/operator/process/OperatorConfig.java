package dev.serval.operator.process;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The settings of the operator's process. */
@ConfigMapping(prefix = "serval.operator")
interface OperatorConfig {

  /** The namespaces whose applications are served; by default all. */
  Optional<Set<String>> namespaces();

  /** The domain of the cluster's DNS. */
  @WithDefault("cluster.local")
  String clusterDomain();

  /** Whether several operators may run, of which the one that holds the Lease works. */
  @WithDefault("true")
  boolean leaderElection();

  /** The namespace of the Lease and of the hub's Secret; by default the client's own. */
  Optional<String> namespace();

  /** Who holds the Lease; by default a random name. */
  Optional<String> podName();

  /** The service account of the operator's pods; without it operators don't tell each other. */
  Optional<String> serviceAccount();

  /** The discovery service for replicas. */
  HubConfig hub();

  /** The discovery service for replicas. */
  interface HubConfig {

    /** Whether this operator serves it. */
    @WithDefault("true")
    boolean enabled();

    /** The address to listen on. */
    @WithDefault("0.0.0.0")
    String host();

    /** The port to listen on. */
    @WithDefault("9443")
    int port();

    /**
     * Where pods dial it, HOST:PORT. By default the Service {@link #service}, if the operator runs
     * in the cluster; outside there is no hub without it.
     */
    Optional<String> address();

    /** The Service in the operator's namespace that leads to the hub. */
    @WithDefault("serval-hub")
    String service();

    /**
     * The file with the token by which this operator proves to the one that leads that it is one:
     * of its service account, for the audience serval-hub. Without it replicas that are connected
     * here don't count for autoscaling while another operator leads.
     */
    Optional<Path> tokenFile();
  }

  /** The metrics API for autoscalers. */
  MetricsApiConfig metricsApi();

  /** The metrics API for autoscalers. */
  interface MetricsApiConfig {

    /** Whether this operator serves it. */
    @WithDefault("true")
    boolean enabled();

    /** The address to listen on. */
    @WithDefault("0.0.0.0")
    String host();

    /** The port to listen on. */
    @WithDefault("6443")
    int port();

    /**
     * The Service in the operator's namespace that leads to it. By default that of the hub, if the
     * operator runs in the cluster; outside there is no metrics API without it.
     */
    Optional<String> service();

    /** The port of that Service. */
    @WithDefault("443")
    int servicePort();

    /** The ClusterRole with which the registration is deleted; by default it stays. */
    Optional<String> owner();
  }
}
