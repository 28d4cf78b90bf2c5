package dev.serval.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An application with all its stages in one process on this machine, as {@code make run} has it.
 */
public final class LocalApplication implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(15);

  private final Process process;
  private final URI address;

  private LocalApplication(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts an application and waits until it is ready.
   *
   * @param module folder of the module, which is built
   * @param log where its output goes
   * @throws IllegalStateException if it doesn't become ready
   */
  public static LocalApplication start(Path module, Path log) {
    int port = freePort();
    URI address = URI.create("http://127.0.0.1:" + port);
    LocalApplication application = new LocalApplication(launch(module, log, port), address);
    try {
      Await.until("the application is ready, see " + log, START, application::isReady);
    } catch (IllegalStateException e) {
      application.close();
      throw e;
    }
    return application;
  }

  private static Process launch(Path module, Path log, int port) {
    try {
      Files.createDirectories(log.getParent());
      return new ProcessBuilder(
              List.of(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-Dquarkus.http.host=127.0.0.1",
                  "-Dquarkus.http.port=" + port,
                  "-jar",
                  module.resolve("target/quarkus-app/quarkus-run.jar").toString()))
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the application doesn't start", e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException("The application ended by itself");
    }
    HttpRequest request = HttpRequest.newBuilder(address.resolve("/q/health/ready")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Where it answers. */
  public URI address() {
    return address;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
