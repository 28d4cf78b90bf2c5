package dev.serval.quarkus.runtime.config;

import io.quarkus.runtime.configuration.ConfigBuilder;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/**
 * What Quarkus's own settings are where nothing is set: bounded connections and silence, native
 * transport, an event loop for each CPU.
 */
public final class HttpDefaults implements ConfigBuilder {

  /** Below everything that a user can set, above the defaults of Quarkus. */
  private static final int ORDINAL = Integer.MIN_VALUE + 200;

  @Override
  public SmallRyeConfigBuilder configBuilder(SmallRyeConfigBuilder builder) {
    Map<String, String> defaults = new HashMap<>();
    defaults.put("quarkus.http.port", "8000");
    defaults.put("quarkus.http.limits.max-connections", "${serval.ingress.max-connections:10000}");
    defaults.put("quarkus.http.idle-timeout", "${serval.ingress.idle-timeout:90s}");
    defaults.put("quarkus.vertx.prefer-native-transport", "true");
    defaults.put(
        "quarkus.vertx.event-loops-pool-size",
        Integer.toString(Runtime.getRuntime().availableProcessors()));
    return builder.withSources(new PropertiesConfigSource(defaults, "Defaults of Serval", ORDINAL));
  }
}
