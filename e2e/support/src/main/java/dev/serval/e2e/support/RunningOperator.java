package dev.serval.e2e.support;

import java.nio.file.Path;

/** The operator that reconciles in the cluster. {@code OPERATOR} says which it is. */
public sealed interface RunningOperator extends AutoCloseable
    permits OperatorProcess, RunningOperator.Installed {

  /** Somebody installed it in the cluster; it is left as it is. */
  record Installed() implements RunningOperator {
    @Override
    public void close() {
      // Not ours.
    }
  }

  /**
   * The operator, ready.
   *
   * @param home folder of the project
   * @throws IllegalStateException if it isn't built or doesn't become ready; the message says where
   *     its log is
   */
  static RunningOperator start(Path home) {
    String mode = System.getenv().getOrDefault("OPERATOR", "process");
    return switch (mode) {
      case "process" -> OperatorProcess.start(home);
      case "installed" -> new Installed();
      default ->
          throw new IllegalStateException("OPERATOR=" + mode + " is neither process nor installed");
    };
  }

  @Override
  void close();
}
