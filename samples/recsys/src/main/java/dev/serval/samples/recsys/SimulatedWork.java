package dev.serval.samples.recsys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * Time that the stages spend waiting on top of their real work, as a larger model or a remote
 * feature store would. Off by default.
 */
@ConfigMapping(prefix = "recsys.simulated")
public interface SimulatedWork {

  /** Added to each extraction of features. */
  @WithDefault("0s")
  Duration features();

  /** Added to each batch that is ranked. */
  @WithDefault("0s")
  Duration ranking();
}
