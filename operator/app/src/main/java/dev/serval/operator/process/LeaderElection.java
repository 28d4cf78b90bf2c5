package dev.serval.operator.process;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Of several operators the one that holds the Lease reconciles. An operator that is stopped lets go
 * of the Lease when its last reconciliation is done, so that the next one begins at once; one that
 * loses it ends, because it can't know what it may still do.
 */
@ApplicationScoped
class LeaderElection {

  private static final Logger LOG = Logger.getLogger(LeaderElection.class);
  private static final String LEASE = "serval-operator";
  private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final String identity;
  private final String namespace;
  private final boolean alone;
  private volatile boolean stopping;
  private volatile boolean leads;
  private volatile Consumer<String> onNewLeader = leader -> {};

  LeaderElection(KubernetesClient client, OperatorConfig config) {
    this.client = client;
    this.alone = !config.leaderElection();
    this.identity = config.podName().orElseGet(() -> UUID.randomUUID().toString());
    this.namespace = config.namespace().orElseGet(client::getNamespace);
  }

  LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(namespace)
        .withIdentity(identity)
        .withLeaseDuration(LEASE_DURATION)
        .withRenewDeadline(RENEW_DEADLINE)
        .withRetryPeriod(RETRY_PERIOD)
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(
            new LeaderCallbacks(
                this::onStartLeading, this::onStopLeading, leader -> onNewLeader.accept(leader)))
        .build();
  }

  /** The operator's namespace, where the Lease is. */
  String namespace() {
    return namespace;
  }

  /** By which name this operator holds the Lease. */
  String identity() {
    return identity;
  }

  /** Tells {@code listener} who holds the Lease whenever that changes; empty if nobody does. */
  void onNewLeader(Consumer<String> listener) {
    onNewLeader = listener;
  }

  /** Whether this operator holds the Lease, or there is no other. */
  boolean leads() {
    return alone || leads;
  }

  private void onStartLeading() {
    leads = true;
    LOG.infof("%s leads", identity);
  }

  /** The process ends: what comes now is no loss of the lease. */
  void stopping() {
    stopping = true;
  }

  private void onStopLeading() {
    leads = false;
    if (stopping) {
      release();
    } else {
      LOG.errorf("%s lost the lease %s/%s and ends", identity, namespace, LEASE);
      Quarkus.asyncExit(1);
    }
  }

  /** A lease without a holder can be taken at once; without this it would have to expire. */
  private void release() {
    try {
      Lease lease = client.leases().inNamespace(namespace).withName(LEASE).get();
      if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
        lease.getSpec().setHolderIdentity("");
        client.resource(lease).lockResourceVersion().update();
        LOG.infof("%s let go of the lease", identity);
      }
    } catch (KubernetesClientException e) {
      LOG.warnf("The lease could not be let go of and has to expire: %s", e.getMessage());
    }
  }
}
