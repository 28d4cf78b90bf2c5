package dev.serval.bench.peer;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Addresses of services that are not there in every role, or exist more than once. */
@ConfigMapping(prefix = "peer")
public interface PeerConfig {

  /** The following link of the chain; absent in the last one. */
  Optional<URI> next();

  /** The services of the fan-out. */
  Optional<List<URI>> fan();

  /** The replicas of the feature extractor. */
  Optional<List<URI>> features();
}
