package dev.serval.bench.autoscaling;

import java.util.Random;

/** Requests for a deployment. How many there are at a time can be changed while it runs. */
final class Workload {

  private final Simulation time;
  private final Random random;
  private final SimulatedDeployment deployment;
  private final double meanServiceSeconds;
  private int clients;
  private int waitingClients;
  private long openLoop;

  Workload(
      Simulation time, Random random, SimulatedDeployment deployment, double meanServiceSeconds) {
    this.time = time;
    this.random = random;
    this.deployment = deployment;
    this.meanServiceSeconds = meanServiceSeconds;
  }

  /** A closed loop: so many clients, each of which asks again as soon as it is answered. */
  void clients(int count) {
    clients = count;
    while (waitingClients < clients) {
      waitingClients++;
      ask();
    }
  }

  private void ask() {
    deployment.call(
        service(),
        () -> {
          if (waitingClients <= clients) {
            ask();
          } else {
            waitingClients--;
          }
        });
  }

  /** An open loop: requests that come independently of each other and of the answers. */
  void requestsPerSecond(double rate) {
    openLoop++;
    if (rate > 0) {
      arrive(rate, openLoop);
    }
  }

  private void arrive(double rate, long loop) {
    time.after(
        nanos(exponential() / rate),
        () -> {
          if (loop == openLoop) {
            deployment.call(service(), () -> {});
            arrive(rate, loop);
          }
        });
  }

  private long service() {
    return nanos(exponential() * meanServiceSeconds);
  }

  private double exponential() {
    return -Math.log(1 - random.nextDouble());
  }

  private static long nanos(double seconds) {
    return Math.max(1, (long) (seconds * Simulation.SECOND));
  }
}
