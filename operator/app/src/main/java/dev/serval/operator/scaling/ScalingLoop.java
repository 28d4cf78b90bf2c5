package dev.serval.operator.scaling;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.metricsapi.DecidedValues;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Looks at all autoscaled deployments each second while this operator leads, and in between at
 * those that can't wait. One thread looks and decides; writes have threads of their own.
 */
public final class ScalingLoop implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ScalingLoop.class);

  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** What is triggered in quick succession is looked at once. */
  private static final Duration PACE = Duration.ofMillis(25);

  /** How soon a call to a deployment without replicas is seen if nobody {@link #trigger}s. */
  private static final Duration WATCH = Duration.ofMillis(100);

  private final ScheduledExecutorService looker =
      Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("scaling", true));
  private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<ApplicationId> triggered = ConcurrentHashMap.newKeySet();
  private final ServedValues values = new ServedValues();
  private final Scaler scaler;
  private final ScalingMetrics metrics;
  private final BooleanSupplier leads;
  private final Clock clock;
  private boolean led;

  /** When all were last looked at, or none had to be; of {@link System#nanoTime}. */
  private volatile long lookedAt = System.nanoTime();

  private volatile boolean started;

  /**
   * A loop that isn't started.
   *
   * @param client writes numbers of replicas
   * @param board where it says what it does
   * @param changed is told of an application of which the board says something else
   * @param leads whether this operator leads
   */
  public ScalingLoop(
      KubernetesClient client,
      ScaledApplications applications,
      LoadSource loads,
      ScalingBoard board,
      Consumer<ApplicationId> changed,
      ScalingMetrics metrics,
      BooleanSupplier leads,
      Clock clock) {
    this.metrics = metrics;
    this.leads = leads;
    this.clock = clock;
    this.scaler =
        new Scaler(
            applications,
            new ScalerPorts(
                loads,
                new BoundedScaleWriter(client, writers, leads),
                board,
                values,
                metrics,
                changed));
  }

  /** Begins to look. */
  public void start() {
    lookedAt = System.nanoTime();
    started = true;
    looker.scheduleWithFixedDelay(
        () -> guarded(this::lookAtAll), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    looker.scheduleWithFixedDelay(
        () -> guarded(this::lookAtCalled),
        WATCH.toMillis(),
        WATCH.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /**
   * Looks at an application at once: a call waits for one of its deployments that has no replica,
   * or its load has jumped. Returns without waiting, and costs next to nothing where a look is due
   * already. For several threads.
   */
  public void trigger(ApplicationId application) {
    if (triggered.add(application)) {
      try {
        looker.schedule(
            () -> guarded(() -> lookAtTriggered(application)),
            PACE.toMillis(),
            TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("the loop has stopped");
      }
    }
  }

  /**
   * For how long nothing was looked at though it should have been each second, because a look fails
   * or doesn't end; zero for a loop that isn't started, or an operator that doesn't lead.
   */
  public Duration idle() {
    return started && leads.getAsBoolean()
        ? Duration.ofNanos(System.nanoTime() - lookedAt)
        : Duration.ZERO;
  }

  /** The values for HorizontalPodAutoscalers, while this operator leads. */
  public DecidedValues values() {
    return values;
  }

  private void lookAtAll() {
    if (!leads.getAsBoolean()) {
      stopLeading();
      lookedAt = System.nanoTime();
      return;
    }
    led = true;
    long start = System.nanoTime();
    scaler.lookAtAll(now());
    lookedAt = System.nanoTime();
    metrics.looked(Duration.ofNanos(lookedAt - start));
  }

  private void lookAtCalled() {
    if (led && leads.getAsBoolean()) {
      scaler.lookAtCalledAtZero(now());
    }
  }

  private void lookAtTriggered(ApplicationId application) {
    triggered.remove(application);
    if (led && leads.getAsBoolean()) {
      scaler.lookAt(application, now());
    }
  }

  private void stopLeading() {
    if (led) {
      led = false;
      scaler.forgetAll();
    }
  }

  private Moment now() {
    return new Moment(System.nanoTime(), clock.instant());
  }

  /** Nothing that is thrown may end the loop: an executor forgets what has thrown. */
  private static void guarded(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException | Error e) {
      LOG.error("A look at autoscaled deployments failed; the next one is tried", e);
    }
  }

  @Override
  public void close() {
    looker.shutdownNow();
    writers.shutdown();
  }
}
