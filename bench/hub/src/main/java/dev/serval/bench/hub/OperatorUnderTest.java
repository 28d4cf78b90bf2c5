package dev.serval.bench.hub;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged operator as a process, and what it uses. */
final class OperatorUnderTest implements AutoCloseable {

  private static final Path JAR = Path.of("operator/app/target/quarkus-app/quarkus-run.jar");
  private static final long TICKS_PER_SECOND = 100;
  private static final Pattern HEAP =
      Pattern.compile("^jvm_memory_used_bytes\\{area=\"heap\".*} ([0-9.E+]+)$", Pattern.MULTILINE);

  private final HttpClient http = HttpClient.newHttpClient();
  private final int hubPort = freePort();
  private final int port = freePort();
  private final Process process;

  OperatorUnderTest(String kubeconfig, Path folder) throws IOException {
    Path file = folder.resolve("kubeconfig");
    Files.writeString(file, kubeconfig);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("operator.log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG",
                file.toString(),
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "SERVAL_OPERATOR_NAMESPACE",
                "serval-system",
                "SERVAL_OPERATOR_HUB_HOST",
                "127.0.0.1",
                "SERVAL_OPERATOR_HUB_PORT",
                Integer.toString(hubPort),
                "SERVAL_OPERATOR_HUB_ADDRESS",
                "127.0.0.1:" + hubPort));
    process = builder.start();
  }

  void awaitReady(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      if (get("/q/health/ready").startsWith("200")) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException("the operator did not become ready");
  }

  int hubPort() {
    return hubPort;
  }

  /** The processor time that it has used so far. */
  Duration cpu() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
  }

  /** A line of {@code /proc/PID/status} in MiB, such as {@code VmRSS} or {@code VmHWM}. */
  long megabytes(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
            .filter(line -> line.startsWith(field + ":"))
            .map(line -> line.replaceAll("[^0-9]", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElseThrow()
        / 1_024;
  }

  /** The heap that is used after a collection. */
  long liveHeapMegabytes() throws IOException, InterruptedException {
    new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(process.pid()),
            "GC.run")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    Matcher matcher = HEAP.matcher(get("/q/metrics"));
    double bytes = 0;
    while (matcher.find()) {
      bytes += Double.parseDouble(matcher.group(1));
    }
    return Math.round(bytes / 1_048_576);
  }

  /** Status and body of a path, {@code -} while nobody answers. */
  private String get(String path) throws InterruptedException {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() + "\n" + response.body();
    } catch (IOException e) {
      return "-";
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
