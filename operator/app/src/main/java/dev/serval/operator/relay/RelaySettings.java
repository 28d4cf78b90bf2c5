package dev.serval.operator.relay;

import dev.serval.operator.hub.identity.ServiceAccountId;
import java.nio.file.Path;

/**
 * How an operator takes part in the relay.
 *
 * @param pod the name of its own, by which it holds the Lease when it leads
 * @param account the service account of all operators, in whose namespace their pods are
 * @param tokenFile has its token for the leader; read for each connection
 */
public record RelaySettings(String pod, ServiceAccountId account, Path tokenFile) {}
