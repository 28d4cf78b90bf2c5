package dev.serval.operator.process;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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
  }
}
