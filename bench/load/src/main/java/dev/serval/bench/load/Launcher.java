package dev.serval.bench.load;

/** Knows how to start one system. */
public interface Launcher {

  /**
   * Says before anything is started whether the system can be run here.
   *
   * @throws BenchException with what is missing and how to get it
   */
  void check();

  /** Plans the processes of one shape, on ports of 127.0.0.1 taken from {@code ports}. */
  LaunchPlan plan(Shape shape, Ports ports);
}
