package dev.serval.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An application with all its stages in one process on this machine, as {@code make run} has it.
 */
public final class LocalApplication implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(15);

  private final QuarkusProcess process;

  private LocalApplication(QuarkusProcess process) {
    this.process = process;
  }

  /**
   * Starts an application and waits until it is ready.
   *
   * @param module folder of the module, which is built
   * @param log where its output goes
   * @throws IllegalStateException if it doesn't become ready
   */
  public static LocalApplication start(Path module, Path log) {
    try {
      Files.createDirectories(log.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + log, e);
    }
    LocalApplication application =
        new LocalApplication(
            QuarkusProcess.launch(
                "The application",
                module.resolve("target/quarkus-app/quarkus-run.jar"),
                List.of(),
                ProcessBuilder.Redirect.to(log.toFile())));
    try {
      Await.until("the application is ready, see " + log, START, application.process::isReady);
    } catch (IllegalStateException e) {
      application.close();
      throw e;
    }
    return application;
  }

  /** Where it answers. */
  public URI address() {
    return process.address();
  }

  @Override
  public void close() {
    process.end(STOP);
  }
}
