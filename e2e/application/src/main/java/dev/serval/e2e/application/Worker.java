package dev.serval.e2e.application;

import dev.serval.api.HealthCheck;
import dev.serval.api.Idempotent;
import dev.serval.api.Reconfigure;
import dev.serval.api.Stage;

/** Works as long as it is told. */
@Stage
public class Worker {

  private final Faults faults;
  private volatile String greeting = "done";

  Worker(Faults faults) {
    this.faults = faults;
    faults
        .constructor()
        .ifPresent(
            message -> {
              throw new IllegalStateException(message);
            });
  }

  /** Takes over how to greet. */
  @Reconfigure
  void configure(WorkerConfig config) {
    greeting = config.greeting() == null ? "done" : config.greeting();
  }

  /** Fails if it is told to. */
  @HealthCheck
  public void check() {
    faults
        .health()
        .ifPresent(
            message -> {
              throw new IllegalStateException(message);
            });
  }

  /** Not to be repeated. */
  public String make(int millis) throws InterruptedException {
    return work(millis);
  }

  /** May be repeated. */
  @Idempotent
  public String look(int millis) throws InterruptedException {
    return work(millis);
  }

  private String work(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return greeting + " in " + millis + " ms";
  }
}
