package dev.serval.e2e.application;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What a worker is to do wrong; in a pod {@code WORKSHOP_FAULTS_CONSTRUCTOR} and so on. */
@ConfigMapping(prefix = "workshop.faults")
public interface Faults {

  /** What the constructor fails with. */
  Optional<String> constructor();

  /** What each health check fails with. */
  Optional<String> health();
}
