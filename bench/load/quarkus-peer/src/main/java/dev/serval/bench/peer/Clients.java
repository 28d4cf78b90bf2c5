package dev.serval.bench.peer;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Clients for none, one or several addresses of one kind of service. A registered client has
 * exactly one address, so these are built by hand.
 */
@Singleton
final class Clients {

  private static final String POOL_SIZE = "io.quarkus.rest.client.connection-pool-size";

  private final int poolSize;

  Clients(@ConfigProperty(name = "quarkus.rest-client.connection-pool-size") int poolSize) {
    this.poolSize = poolSize;
  }

  <T> List<T> of(Class<T> contract, Optional<List<URI>> addresses) {
    return addresses.orElse(List.of()).stream().map(address -> client(contract, address)).toList();
  }

  /** The builder doesn't read the global pool size, which applies to registered clients only. */
  private <T> T client(Class<T> contract, URI address) {
    return QuarkusRestClientBuilder.newBuilder()
        .baseUri(address)
        .property(POOL_SIZE, poolSize)
        .build(contract);
  }
}
