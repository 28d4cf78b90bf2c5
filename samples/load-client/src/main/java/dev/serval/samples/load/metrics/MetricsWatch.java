package dev.serval.samples.load.metrics;

import dev.serval.samples.load.HttpAnswer;
import dev.serval.samples.load.HttpConnection;
import dev.serval.samples.load.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Asks a server for its metrics, as often as it is told to, until the server has none. */
public final class MetricsWatch implements AutoCloseable {

  private static final String PATH = "/q/metrics";
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 8 << 20;

  private final HttpConnection connection;
  private final String path;
  private boolean absent;

  /** Watches the server of those options. */
  public MetricsWatch(Options options) {
    this.connection = new HttpConnection(options.url(), TIMEOUT);
    this.path = options.below(PATH);
  }

  /** What the server says now, or nothing if it does not say in time. */
  public Optional<ServerState> now() {
    if (absent) {
      return Optional.empty();
    }
    try {
      HttpAnswer answer = connection.send("GET", path, null, MOST_BYTES);
      absent = answer.status() == 404;
      return answer.status() == 200
          ? Optional.of(ServerState.of(PrometheusText.parse(answer.body())))
          : Optional.empty();
    } catch (IOException busy) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
