package dev.serval.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A packaged Quarkus application as a process that answers on a free port of this machine. */
final class QuarkusProcess {

  private final String what;
  private final Process process;
  private final URI address;

  private QuarkusProcess(String what, Process process, URI address) {
    this.what = what;
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it, and waits for nothing.
   *
   * @param what it is, for messages
   * @param properties more system properties, each as {@code -Dname=value}
   * @param output where what it prints goes
   */
  static QuarkusProcess launch(
      String what, Path jar, List<String> properties, ProcessBuilder.Redirect output) {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(properties);
    command.addAll(List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port));
    command.addAll(List.of("-jar", jar.toString()));
    try {
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
      return new QuarkusProcess(what, process, URI.create("http://127.0.0.1:" + port));
    } catch (IOException e) {
      throw new UncheckedIOException(what + " doesn't start", e);
    }
  }

  /** Below the range the kernel takes outgoing connections from, lest a client takes it first. */
  private static int freePort() {
    return ThreadLocalRandom.current()
        .ints(20_000, 30_000)
        .filter(QuarkusProcess::isFree)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port)) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** Where it answers. */
  URI address() {
    return address;
  }

  /**
   * Whether it says that it is ready.
   *
   * @throws IllegalStateException if it has ended by itself
   */
  boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException(what + " ended by itself");
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

  /** What no other process is called while this one runs. */
  String id() {
    return "process " + process.pid();
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
  }

  /** Ends it; at once if it takes longer than {@code atMost}. */
  void end(Duration atMost) {
    process.destroy();
    try {
      if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
