package dev.serval.samples.recsys;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The packaged sample as a process of its own. */
final class SampleProcess {

  private static final long START_SECONDS = 300;

  private final String name;
  private final Process process;
  private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> listening = new CompletableFuture<>();

  private SampleProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** Hosts one deployment. */
  static SampleProcess start(String deployment, int httpPort, int wirePort, List<String> settings) {
    List<String> all = new ArrayList<>(settings);
    all.add("-Dserval.deployment=" + deployment);
    all.add("-Dserval.listen.host=127.0.0.1");
    all.add("-Dserval.listen.port=" + wirePort);
    return launch(deployment, httpPort, all);
  }

  /** Hosts all deployments. */
  static SampleProcess startAll(int httpPort, List<String> settings) {
    return launch("The recommender", httpPort, settings);
  }

  private static SampleProcess launch(String name, int httpPort, List<String> settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + httpPort));
    command.addAll(settings);
    command.addAll(List.of("-jar", System.getProperty("serval.sample.jar")));
    try {
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      SampleProcess sample = new SampleProcess(name, started);
      Thread.ofVirtual().start(sample::read);
      return sample;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.contains("Listening on:")) {
          listening.complete(null);
        }
      }
    } catch (IOException ended) {
      output.add(ended.toString());
    }
    listening.completeExceptionally(
        new IllegalStateException(name + " ended: " + String.join("\n", output)));
  }

  void awaitListening() throws Exception {
    listening.get(START_SECONDS, TimeUnit.SECONDS);
  }

  String output() {
    return String.join("\n", output);
  }

  /** Ends the process without warning. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks the process to end: SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits until the process has ended, and says with which status. */
  int exitStatus() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException(name + " does not end: " + output());
    }
    return process.exitValue();
  }

  /** Asks the process to end, and waits until it has. */
  void stop() throws InterruptedException {
    terminate();
    exitStatus();
  }
}
