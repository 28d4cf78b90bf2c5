package dev.serval.testkit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a test sets. */
@ConfigMapping(prefix = "serval.testkit")
interface TestSettings {

  /** Whether time moves only when the test says so. */
  @WithDefault("false")
  boolean manualTime();
}
