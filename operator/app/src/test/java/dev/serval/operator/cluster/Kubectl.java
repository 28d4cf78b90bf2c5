package dev.serval.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Upstream's {@code kubectl}, as a user runs it who may do everything. */
public final class Kubectl {

  private static final int DIFFERENCES = 1;

  private final Path folder;
  private final Path program;
  private final Path kubeconfig;

  /**
   * For a server.
   *
   * @param folder for files, of the test's own; what it remembers of the server is kept there too
   */
  public Kubectl(ApiServer server, Path folder) throws IOException {
    this.folder = folder;
    this.program = server.binary("kubectl");
    this.kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, server.adminKubeconfig());
  }

  /** What it prints; fails if it fails. */
  public String run(String... arguments) {
    return result(Stream.of(arguments)).requireSuccess();
  }

  /** The differences that {@code kubectl diff} prints; empty if there are none. */
  public String diff(String... arguments) {
    ProgramResult result = result(Stream.concat(Stream.of("diff"), Stream.of(arguments)));
    assertThat(result.status())
        .as("%s: %s", result.command(), result.output())
        .isLessThanOrEqualTo(DIFFERENCES);
    return result.output();
  }

  /** The API server's answer to objects that are not kept; unknown fields are refused. */
  public ProgramResult applyDry(String yaml) throws IOException {
    Path file = Files.createTempFile(folder, "objects", ".yaml");
    Files.writeString(file, yaml);
    return result(
        Stream.of(
            "apply",
            "--server-side",
            "--force-conflicts",
            "--dry-run=server",
            "--validate=strict",
            "--filename",
            file.toString()));
  }

  private ProgramResult result(Stream<String> arguments) {
    List<String> command = Stream.concat(Stream.of(program.toString()), arguments).toList();
    return ProgramResult.of(
        command, Map.of("KUBECONFIG", kubeconfig.toString(), "HOME", folder.toString()));
  }
}
