package dev.serval.quarkus.runtime.http;

import dev.serval.quarkus.runtime.config.ServalConfig;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Lets the server count connections from when they are open, whether or not they send anything. */
@Singleton
public class CountedConnections implements HttpServerOptionsCustomizer {

  private final ServalConfig config;

  CountedConnections(ServalConfig config) {
    this.config = config;
  }

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options.setHttp2ClearTextEnabled(config.ingress().http2ClearText());
  }
}
