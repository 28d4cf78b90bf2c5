package dev.serval.e2e.support;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The operator that reconciles in the cluster, and what scenarios do to it. {@code OPERATOR} says
 * which it is: {@code installed}, as its bundle installs it; {@code existing}, installed by
 * somebody else; {@code process}, on this machine. Scenarios needn't know.
 */
public sealed interface RunningOperator extends AutoCloseable
    permits OperatorProcess, InstalledOperator {

  /** Long enough for an operator that is ended without a word: its Lease has to expire first. */
  Duration TAKE_OVER = Duration.ofSeconds(90);

  /**
   * The operator, ready.
   *
   * @param home folder of the project
   * @throws IllegalStateException if it isn't built or doesn't become ready; the message says why,
   *     or where its log is
   */
  static RunningOperator start(KubernetesClient client, PodKill podKill, Path home) {
    String mode = System.getenv().getOrDefault("OPERATOR", "process");
    return switch (mode) {
      case "process" -> OperatorProcess.start(home);
      case "installed" -> InstalledOperator.install(client, podKill, home);
      case "existing" -> InstalledOperator.existing(client, podKill, home);
      default ->
          throw new IllegalStateException(
              "OPERATOR=" + mode + " is none of installed, existing, process");
    };
  }

  /** Ends the operator as an administrator does, and waits until nothing of it runs. */
  void stop();

  /** Starts the operator after {@link #stop}, and waits until it is ready. */
  void start();

  /**
   * Ends the process that leads as SIGKILL does: it finishes nothing and doesn't let go of the
   * Lease. Others take its place by themselves; {@link #awaitReady} waits for them.
   */
  void killLeader();

  /** Which process leads, by a name that no other has; empty if none does. */
  Optional<String> leader();

  /** Replaces the operator as an upgrade does, and waits until it is ready. */
  void roll();

  /**
   * Waits until the operator has all its replicas and one of them leads.
   *
   * @throws IllegalStateException if it takes longer; the message has the end of its log
   */
  void awaitReady(Duration atMost);

  /** Whether some of it runs elsewhere than on {@code node}. */
  boolean runsWithout(String node);

  /** What the processes that run now have logged. */
  String log();

  /** Ends the operator, if these scenarios started it. */
  @Override
  void close();
}
