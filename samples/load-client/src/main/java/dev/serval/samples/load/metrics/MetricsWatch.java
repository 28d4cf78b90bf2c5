package dev.serval.samples.load.metrics;

import dev.serval.samples.load.HttpAnswer;
import dev.serval.samples.load.HttpConnection;
import dev.serval.samples.load.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a server's metrics each second while it is under load, on a thread of its own, since a
 * busy server may take its time.
 */
public final class MetricsWatch implements AutoCloseable {

  private static final String PATH = "/q/metrics";
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 8 << 20;

  private final HttpConnection connection;
  private final String path;
  private final Meanwhile meanwhile = new Meanwhile();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Thread watcher;

  /** Watches the server of those options, once it is begun. */
  public MetricsWatch(Options options) {
    this.connection = new HttpConnection(options.url(), TIMEOUT);
    this.path = options.below(PATH);
  }

  /** Looks for the first time, and from then on each second if the server has metrics. */
  public void begin() {
    if (look()) {
      watcher = Thread.ofVirtual().name("metrics").start(this::watch);
    }
  }

  private void watch() {
    try {
      while (!stopped.await(1, TimeUnit.SECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean look() {
    Optional<ServerState> now = now();
    now.ifPresent(meanwhile::look);
    return now.isPresent();
  }

  private Optional<ServerState> now() {
    try {
      HttpAnswer answer = connection.send("GET", path, null, MOST_BYTES);
      return answer.status() == 200
          ? Optional.of(ServerState.of(PrometheusText.parse(answer.body())))
          : Optional.empty();
    } catch (IOException busy) {
      return Optional.empty();
    }
  }

  /** Looks for the last time. */
  public void end() throws InterruptedException {
    stopped.countDown();
    if (watcher != null) {
      watcher.join();
      look();
    }
  }

  /** What was seen. */
  public Meanwhile meanwhile() {
    return meanwhile;
  }

  @Override
  public void close() {
    stopped.countDown();
    connection.close();
  }
}
