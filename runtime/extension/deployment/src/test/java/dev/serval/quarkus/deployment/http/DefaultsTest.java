package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Settings of Quarkus that have other defaults here, and still can be set. */
class DefaultsTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withEmptyApplication()
          .overrideConfigKey("quarkus.http.test-port", "0")
          .overrideConfigKey("quarkus.http.idle-timeout", "7s");

  @Inject VertxHttpConfig http;
  @Inject Vertx vertx;

  @Test
  void connectionsAreBoundedAndTheTransportIsNativeWhereThereIsOne() {
    assertThat(http.port()).isEqualTo(8000);
    assertThat(http.limits().maxConnections()).hasValue(10_000);
    assertThat(http.idleTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(value("quarkus.vertx.event-loops-pool-size"))
        .isEqualTo(Integer.toString(Runtime.getRuntime().availableProcessors()));
    assertThat(vertx.isNativeTransportEnabled()).isEqualTo(Epoll.isAvailable());
  }

  private static String value(String key) {
    return ConfigProvider.getConfig().getConfigValue(key).getValue();
  }
}
