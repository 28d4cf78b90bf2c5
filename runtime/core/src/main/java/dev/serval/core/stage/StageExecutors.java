package dev.serval.core.stage;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that stage methods run on, shared by the replicas of a process. */
public final class StageExecutors implements AutoCloseable {

  private final Executor virtualThreads;
  private final ThreadPoolExecutor cpuPool;

  /**
   * @param cpus threads of the pool for {@code @CpuBound} methods, at least 1
   */
  public StageExecutors(int cpus) {
    ThreadFactory factory = Thread.ofVirtual().name("stage").factory();
    this.virtualThreads = task -> factory.newThread(task).start();
    AtomicInteger number = new AtomicInteger();
    this.cpuPool =
        new ThreadPoolExecutor(
            cpus,
            cpus,
            10,
            TimeUnit.SECONDS,
            // Bounded by admission: no more calls get here than the replicas admit.
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "stage-cpu-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    cpuPool.allowCoreThreadTimeOut(true);
  }

  /** Starts a virtual thread for each task. */
  public Executor virtualThreads() {
    return virtualThreads;
  }

  /** Runs at most as many tasks at a time as there are CPUs. */
  public Executor cpuPool() {
    return cpuPool;
  }

  @Override
  public void close() {
    cpuPool.shutdownNow();
  }
}
