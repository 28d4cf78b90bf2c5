package dev.serval.operator.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What became of a program.
 *
 * @param command with its arguments
 * @param status 0 if it succeeded
 * @param output to either of its outputs, without blanks around it
 */
public record ProgramResult(List<String> command, int status, String output) {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Runs a program, which gets no input, to its end. */
  public static ProgramResult of(List<String> command) {
    return of(command, Map.of());
  }

  /** Runs a program, which gets no input but more variables of its environment, to its end. */
  static ProgramResult of(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      CompletableFuture<Process> end =
          process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      end.exceptionally(late -> process.destroyForcibly());
      String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      assertThat(end).as("%s ends", command).succeedsWithin(PATIENCE);
      return new ProgramResult(command, process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), e);
    }
  }

  /** Its output; fails if it failed. */
  public String requireSuccess() {
    assertThat(status).as("%s: %s", command, output).isZero();
    return output;
  }

  /** Its output; fails if it succeeded. */
  public String requireFailure() {
    assertThat(status).as("%s: %s", command, output).isNotZero();
    return output;
  }
}
