package dev.serval.quarkus.deployment.manifest;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The manifest that a build writes to {@code kubernetes/serveapplication.yaml}. */
@ConfigMapping(prefix = "serval.manifest")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface ManifestConfig {

  /** Whether it is written. */
  @WithDefault("true")
  boolean enabled();

  /** The image that holds the stages; by default the application's name and version. */
  Optional<String> image();
}
