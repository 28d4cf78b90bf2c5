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

  /** The namespace of the Lease; by default the client's own. */
  Optional<String> namespace();

  /** Who holds the Lease; by default a random name. */
  Optional<String> podName();
}
