package dev.serval.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The operator as a process on this machine, with the rights of {@code KUBECONFIG}. */
public final class OperatorProcess implements RunningOperator {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(15);

  private final Path jar;
  private final Path log;
  private QuarkusProcess process;

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
    process =
        QuarkusProcess.launch(
            "The operator (see " + log + ")",
            jar,
            List.of("-Dserval.operator.leader-election=false"),
            ProcessBuilder.Redirect.appendTo(log.toFile()));
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
    process.kill();
    start();
  }

  @Override
  public Optional<String> leader() {
    return Optional.of(process.id());
  }

  @Override
  public void roll() {
    stop();
    start();
  }

  @Override
  public void awaitReady(Duration atMost) {
    Await.until("the operator is ready, see " + log, atMost, process::isReady);
  }

  @Override
  public boolean runsWithout(String node) {
    return true;
  }

  @Override
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }

  @Override
  public void close() {
    process.end(STOP);
  }
}
