package dev.serval.operator.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What became of a program.
 *
 * @param command with its arguments
 * @param status 0 if it succeeded
 * @param output to either of its outputs
 */
record ProgramResult(List<String> command, int status, String output) {

  private static final long SECONDS = 60;

  /** Runs a program, which gets no input, to its end. */
  static ProgramResult of(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      return new ProgramResult(command, process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Its output; fails if it failed. */
  String requireSuccess() {
    assertThat(status).as("%s: %s", command, output).isZero();
    return output;
  }

  /** Its output; fails if it succeeded. */
  String requireFailure() {
    assertThat(status).as("%s: %s", command, output).isNotZero();
    return output;
  }
}
