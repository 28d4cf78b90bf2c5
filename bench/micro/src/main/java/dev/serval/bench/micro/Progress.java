package dev.serval.bench.micro;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Says on standard error how far the run is, one line for each benchmark, and what went wrong. */
final class Progress implements OutputFormat {

  private final long startedNanos = System.nanoTime();
  private int done;

  @Override
  public void startRun() {
    println("Each line takes about 11 s; the table follows at the end.");
  }

  @Override
  public void endBenchmark(BenchmarkResult result) {
    done++;
    if (result != null) {
      RunResult run = new RunResult(result.getParams(), List.of(result));
      Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
      println("%3d  %4d s  %s".formatted(done, elapsed.toSeconds(), ResultTable.line(run)));
    }
  }

  @Override
  public void println(String text) {
    if (!text.isBlank() && !text.startsWith("#")) {
      System.err.println(text);
    }
  }

  @Override
  public void print(String text) {
    // JMH prints the progress of iterations this way.
  }

  @Override
  public void verbosePrintln(String text) {
    // Not that much.
  }

  @Override
  public void write(int character) {
    // The output of a forked JVM.
    System.err.write(character);
  }

  @Override
  public void write(byte[] bytes) {
    System.err.write(bytes, 0, bytes.length);
  }

  @Override
  public void flush() {
    System.err.flush();
  }

  @Override
  public void close() {
    flush();
  }

  @Override
  public void startBenchmark(BenchmarkParams params) {
    // Its end is said.
  }

  @Override
  public void iteration(BenchmarkParams params, IterationParams iteration, int number) {
    // Not that much.
  }

  @Override
  public void iterationResult(
      BenchmarkParams params, IterationParams iteration, int number, IterationResult result) {
    // Not that much.
  }

  @Override
  public void endRun(Collection<RunResult> results) {
    // The table says it.
  }
}
