package dev.serval.bench.load;

import java.time.Duration;
import java.util.List;

/**
 * A load client as a command line. It runs for the given times and prints, last, a line {@code
 * result calls=… seconds=… p50_us=… p99_us=… errors=…}.
 */
@FunctionalInterface
public interface LoadClient {

  /**
   * Returns the command of one measurement.
   *
   * @param concurrency calls outstanding at any time
   * @param warmUp how long the client itself must warm up before it counts; a client that holds no
   *     state worth warming may ignore it
   * @param measure how long it counts
   */
  List<String> command(int concurrency, Duration warmUp, Duration measure);
}
