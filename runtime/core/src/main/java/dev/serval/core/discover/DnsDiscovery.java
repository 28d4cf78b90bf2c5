package dev.serval.core.discover;

import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.time.TimeSource;
import dev.serval.core.wire.Addresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Finds replicas by the addresses behind host names, one name for each deployment, such as those of
 * Kubernetes' headless Services. Asks again and again, and tells when an answer differs from the
 * one before.
 *
 * <p>A name without an answer changes nothing. Name servers answer alike whether a deployment has
 * no replica or they cannot tell; and a replica that has gone is noticed by its connection.
 */
public final class DnsDiscovery implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(DnsDiscovery.class);

  private final Map<String, InetSocketAddress> names;
  private final NameLookup lookup;
  private final long periodNanos;
  private final TimeSource time;
  private final BiConsumer<String, Collection<ReplicaEndpoint>> found;
  private final Predicate<String> wanted;
  private final Map<String, List<ReplicaEndpoint>> known = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Asks nobody before {@link #start}.
   *
   * @param names {@code host:port} by deployment; all replicas of it listen on that port
   * @param period from an answer to the next question
   * @param found takes the replicas of a deployment when they have changed; must not block
   * @param wanted whether to ask about a deployment this time
   * @throws IllegalArgumentException if a name is not {@code host:port}
   */
  public DnsDiscovery(
      Map<String, String> names,
      NameLookup lookup,
      Duration period,
      TimeSource time,
      BiConsumer<String, Collection<ReplicaEndpoint>> found,
      Predicate<String> wanted) {
    Map<String, InetSocketAddress> parsed = new HashMap<>();
    names.forEach((deployment, name) -> parsed.put(deployment, Addresses.parse(name)));
    this.names = Map.copyOf(parsed);
    this.lookup = lookup;
    this.periodNanos = period.toNanos();
    this.time = time;
    this.found = found;
    this.wanted = wanted;
  }

  /** Begins to ask. */
  public void start() {
    names.keySet().forEach(this::ask);
  }

  private void ask(String deployment) {
    if (closed) {
      return;
    }
    if (!wanted.test(deployment)) {
      time.schedule(() -> ask(deployment), periodNanos);
      return;
    }
    InetSocketAddress name = names.get(deployment);
    lookup
        .addressesOf(name.getHostString())
        .whenComplete(
            (addresses, failure) -> {
              if (failure == null) {
                answered(deployment, name.getPort(), addresses);
              } else {
                LOG.debugf(
                    "No address for %s of %s: %s", name.getHostString(), deployment, failure);
              }
              time.schedule(() -> ask(deployment), periodNanos);
            });
  }

  private void answered(String deployment, int port, Collection<InetAddress> addresses) {
    List<ReplicaEndpoint> endpoints = new ArrayList<>();
    for (InetAddress address : addresses) {
      endpoints.add(replicaAt(address, port));
    }
    // Name servers answer in changing order.
    endpoints.sort((one, other) -> one.address().compareTo(other.address()));
    if (!closed && !endpoints.equals(known.put(deployment, endpoints))) {
      LOG.debugf("%s has %d replicas: %s", deployment, endpoints.size(), endpoints);
      found.accept(deployment, endpoints);
    }
  }

  /** Tells what is found next whether or not it has changed. */
  public void tellAgain() {
    known.clear();
  }

  private static ReplicaEndpoint replicaAt(InetAddress address, int port) {
    String host = address.getHostAddress();
    String shown = (address instanceof Inet6Address ? '[' + host + ']' : host) + ':' + port;
    return ReplicaEndpoint.at(shown);
  }

  /** Asks no more, and closes the lookup. */
  @Override
  public void close() {
    closed = true;
    lookup.close();
  }
}
