package dev.serval.operator.chart;

import dev.serval.operator.cluster.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Upstream's kubectl, as a user who may do everything on the API server of the tests. */
final class Kubectl {

  private final Path folder;
  private final Path program;
  private final Path kubeconfig;

  /**
   * For a server.
   *
   * @param folder for files, of the test's own
   */
  Kubectl(ApiServer server, Path folder) throws IOException {
    this.folder = folder;
    this.program = server.binary("kubectl");
    this.kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, server.adminKubeconfig());
  }

  /** The API server's answer to objects that are not kept; unknown fields are refused. */
  ProgramResult applyDry(String yaml) throws IOException {
    Path file = Files.createTempFile(folder, "objects", ".yaml");
    Files.writeString(file, yaml);
    return run(
        "apply",
        "--server-side",
        "--force-conflicts",
        "--dry-run=server",
        "--validate=strict",
        "--filename",
        file.toString());
  }

  /** Runs a command. */
  ProgramResult run(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    return ProgramResult.of(command);
  }
}
