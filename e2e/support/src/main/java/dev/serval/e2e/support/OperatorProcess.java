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

/** The operator as a process on this machine, with the rights of {@code KUBECONFIG}. */
public final class OperatorProcess implements RunningOperator {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(15);

  private final Path jar;
  private final Path log;
  private Process process;
  private int port;

  private OperatorProcess(Path jar, Path log) {
    this.jar = jar;
    this.log = log;
  }

  static OperatorProcess start(Path home) {
    Path jar = home.resolve("operator/app/target/quarkus-app/quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException("The operator is not built, there is no " + jar);
    }
    Path log = home.resolve("target/e2e-operator.log").toAbsolutePath().normalize();
    OperatorProcess operator = new OperatorProcess(jar, log);
    try {
      Files.createDirectories(log.getParent());
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + log, e);
    }
    operator.start();
    return operator;
  }

  @Override
  public void start() {
    port = freePort();
    process = launch(jar, port, log);
    try {
      awaitReady(START);
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  @Override
  public void stop() {
    close();
  }

  /** Nobody but this takes the place of the one process, so it does at once. */
  @Override
  public void killLeader() {
    process.destroyForcibly();
    start();
  }

  @Override
  public void roll() {
    stop();
    start();
  }

  @Override
  public void awaitReady(Duration atMost) {
    Await.until("the operator is ready, see " + log, atMost, this::isReady);
  }

  @Override
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }

  private static Process launch(Path jar, int port, Path log) {
    String java = ProcessHandle.current().info().command().orElse("java");
    try {
      return new ProcessBuilder(
              List.of(
                  java,
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-Dserval.operator.leader-election=false",
                  "-Dquarkus.http.host=127.0.0.1",
                  "-Dquarkus.http.port=" + port,
                  "-jar",
                  jar.toString()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the operator doesn't start", e);
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
      throw new IllegalStateException("The operator ended by itself, see " + log);
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
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
