package dev.serval.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real {@code kubectl}, as a user of the cluster runs it. */
public final class Kubectl {

  private static final int DIFFERENCES = 1;
  private static final long PATIENCE_SECONDS = 120;

  private final Path binary;
  private final Path folder;

  /** One that keeps its files in {@code folder}. */
  public Kubectl(ApiServer server, Path folder) throws IOException {
    this.binary = server.binary("kubectl");
    this.folder = folder;
    Files.writeString(folder.resolve("kubeconfig"), server.adminKubeconfig());
  }

  /** What it prints; fails if it fails. */
  public String run(String... arguments) throws IOException, InterruptedException {
    Result result = start(arguments);
    assertThat(result.exit()).as("kubectl %s: %s", List.of(arguments), result.output()).isZero();
    return result.output();
  }

  /** The differences that {@code kubectl diff} prints; empty if there are none. */
  public String diff(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("diff"));
    all.addAll(List.of(arguments));
    Result result = start(all.toArray(String[]::new));
    assertThat(result.exit())
        .as("kubectl %s: %s", all, result.output())
        .isLessThanOrEqualTo(DIFFERENCES);
    return result.output();
  }

  private Result start(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "kubectl", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).as("kubectl %s ends", List.of(arguments)).isTrue();
    return new Result(
        process.exitValue(), Files.readString(output, StandardCharsets.UTF_8).strip());
  }

  private record Result(int exit, String output) {}
}
