package dev.serval.bench.peer;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Clients for none, one or several addresses of one kind of service. A registered client has
 * exactly one address, so these are built by hand; they take the global client settings, pool size
 * included.
 */
final class Clients {

  private Clients() {}

  static <T> List<T> of(Class<T> contract, Optional<List<URI>> addresses) {
    return addresses.orElse(List.of()).stream()
        .map(address -> QuarkusRestClientBuilder.newBuilder().baseUri(address).build(contract))
        .toList();
  }
}
