package dev.serval.operator.process;

import dev.serval.operator.hub.HubSettings;
import dev.serval.operator.hub.identity.ServiceAccountId;
import dev.serval.operator.relay.RelaySettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** How this operator tells others what its replicas report, by the settings of the process. */
final class RelayPlace {

  private static final Logger LOG = Logger.getLogger(RelayPlace.class);

  private RelayPlace() {}

  /**
   * How it takes part; empty for one that is alone, and for one that can't prove who it is.
   *
   * @param identity by which it holds the Lease when it leads
   */
  static Optional<RelaySettings> of(OperatorConfig config, HubSettings hub, String identity) {
    Optional<ServiceAccountId> account = hub.operator();
    Optional<Path> token = config.hub().tokenFile();
    if (!config.leaderElection()) {
      return Optional.empty();
    }
    if (account.isEmpty() || token.isEmpty()) {
      LOG.info(
          "No relay: replicas that are connected here count for autoscaling only while this"
              + " operator leads. serval.operator.service-account and"
              + " serval.operator.hub.token-file would say how it proves to others who it is");
      return Optional.empty();
    }
    return Optional.of(new RelaySettings(identity, account.get(), token.get()));
  }
}
