package dev.serval.quarkus.runtime.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The HTTP side of the ingress deployment, {@code serval.ingress}. */
public interface IngressConfig {

  /**
   * The path under which the application's routes are, such as {@code /recsys}: starts with a slash
   * and does not end with one, unless it is the root. Not {@code /q} or {@code /-}, which are
   * taken.
   */
  @WithDefault("/")
  String routePrefix();

  /**
   * How long a request may take before it is answered with 408 and everything done for it is
   * cancelled; 0 to 24 h, where 0 sets no bound. The header {@code x-request-timeout-seconds}
   * overrides it.
   */
  @WithDefault("30s")
  Duration requestTimeout();

  /**
   * Open connections, 1 to 1 000 000; those beyond it are closed at once. The default of {@code
   * quarkus.http.limits.max-connections}.
   */
  @WithDefault("10000")
  int maxConnections();

  /**
   * How long a connection may be silent before it is closed, 1 s to 1 h. The default of {@code
   * quarkus.http.idle-timeout}. Longer than the request timeout, or slow answers are cut off.
   */
  @WithDefault("90s")
  Duration idleTimeout();

  /**
   * Whether HTTP/2 is answered without TLS too. Off, since a server that has to wait for the first
   * bytes to tell HTTP/2 from HTTP/1.1 does not count a connection before it has sent them: with it
   * {@code max-connections} does not bound those that send nothing, {@code idle-timeout} alone
   * does.
   */
  @WithDefault("false")
  boolean http2ClearText();

  /** What becomes of JSON fields that the request's type does not have. */
  @WithDefault("ignore")
  UnknownFields unknownFields();

  /** What becomes of JSON fields that nobody asked for. */
  enum UnknownFields {
    /** They are skipped. */
    IGNORE,
    /** The request is answered with 400, naming the field. */
    REJECT
  }
}
