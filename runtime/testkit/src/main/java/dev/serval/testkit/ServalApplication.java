package dev.serval.testkit;

import dev.serval.api.DeploymentHandle;
import dev.serval.core.app.ApplicationHost;
import dev.serval.core.app.HostedReplica;
import dev.serval.core.handle.DynamicHandle;
import dev.serval.core.route.Router;
import dev.serval.core.time.ManualTime;
import dev.serval.quarkus.runtime.ServalRuntime;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The application under test. */
@Singleton
public class ServalApplication {

  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final ServalRuntime runtime;
  private final ReplicaFaults faults;
  private final TestTime time;

  ServalApplication(ServalRuntime runtime, ReplicaFaults faults, TestTime time) {
    this.runtime = runtime;
    this.faults = faults;
    this.time = time;
  }

  /** A handle to a deployment, as a stage would have it. */
  public DeploymentHandle handle(String deployment) {
    return new DynamicHandle(host().client(null, deployment));
  }

  /**
   * Replica {@code index} of a deployment, from 0.
   *
   * @throws IllegalArgumentException if the deployment has no such replica
   */
  public TestReplica replica(String deployment, int index) {
    List<HostedReplica> hosted = replicas(deployment);
    if (index < 0 || index >= hosted.size()) {
      throw new IllegalArgumentException(
          deployment + " has replicas 0 to " + (hosted.size() - 1) + ", but not " + index);
    }
    return faults.replica(hosted.get(index).replica().id());
  }

  /** Calls of a deployment that wait for a replica. */
  public int queued(String deployment) {
    return router(deployment).queued();
  }

  /** Calls that the replicas of a deployment run now. */
  public int ongoing(String deployment) {
    int sum = 0;
    for (HostedReplica hosted : replicas(deployment)) {
      sum += hosted.replica().admission().ongoing();
    }
    return sum;
  }

  /** Items that wait in the batch queues of a method, over all replicas. */
  public int queuedInBatches(String deployment, String method) {
    int sum = 0;
    for (HostedReplica hosted : replicas(deployment)) {
      sum += hosted.replica().queuedInBatches(host().stageOf(deployment).method(method));
    }
    return sum;
  }

  /**
   * The clock of the engine.
   *
   * @throws IllegalStateException unless {@code serval.testkit.manual-time} is set
   */
  public ManualTime time() {
    return time.manual();
  }

  /** Lets every replica work as it should. */
  public void healAll() {
    faults.healAll();
  }

  /**
   * Waits until {@code condition} holds, at most 20 s.
   *
   * @param description of the condition, for the error
   * @throws AssertionError if it does not hold by then
   */
  public static void await(String description, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Waited in vain for: " + description);
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  private ApplicationHost host() {
    return runtime.host();
  }

  private List<HostedReplica> replicas(String deployment) {
    List<HostedReplica> hosted = host().replicas().get(deployment);
    if (hosted == null) {
      throw new IllegalArgumentException(
          "There is no deployment \"" + deployment + "\"; there are " + host().replicas().keySet());
    }
    return hosted;
  }

  private Router router(String deployment) {
    replicas(deployment);
    return host().routers().get(deployment);
  }
}
