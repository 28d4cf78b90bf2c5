package dev.serval.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of this machine, as a user gives it. */
public final class CommandLine {

  private CommandLine() {}

  /**
   * Runs a command to its end and returns what it printed, also to standard error.
   *
   * @throws IllegalStateException if it fails or takes longer than {@code atMost}; the message has
   *     what it printed
   */
  public static String run(Duration atMost, String... command) {
    return run(atMost, List.of(command));
  }

  /** Likewise. */
  public static String run(Duration atMost, List<String> command) {
    Path output = null;
    try {
      output = Files.createTempFile("command", ".txt");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw failed(command, "took longer than " + atMost, output);
      }
      if (process.exitValue() != 0) {
        throw failed(command, "ended with " + process.exitValue(), output);
      }
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      delete(output);
    }
  }

  private static IllegalStateException failed(List<String> command, String how, Path output)
      throws IOException {
    return new IllegalStateException(
        String.join(" ", command) + ' ' + how + ":\n" + Files.readString(output));
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
