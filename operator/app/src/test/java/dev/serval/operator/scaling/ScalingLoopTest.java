package dev.serval.operator.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.directory.Directory;
import dev.serval.operator.discovery.load.LoadBook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the loop looks; what it does then is {@link ScalerTest}'s. */
class ScalingLoopTest implements ScaledApplications {

  private static final ApplicationId RECSYS = new ApplicationId("shop", "recsys");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicInteger looks = new AtomicInteger();
  private final List<ApplicationId> found = new CopyOnWriteArrayList<>();
  private final AtomicBoolean leads = new AtomicBoolean(true);
  private final AtomicInteger asked = new AtomicInteger();

  /** With what a look at all ends; {@code null} if it succeeds. */
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** A look at all lasts until it is counted down. */
  private final AtomicReference<CountDownLatch> lasts =
      new AtomicReference<>(new CountDownLatch(0));

  private final ScalingLoop loop =
      new ScalingLoop(
          null,
          this,
          new ReplicaReports(new Directory(1), new LoadBook(PATIENCE, 1)),
          new ScalingBoard(),
          application -> {},
          new ScalingMetrics(new SimpleMeterRegistry()),
          this::leads,
          Clock.systemUTC());

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void whatIsTriggeredIsLookedAtOnItsOwn() {
    loop.start();
    await(() -> looks.get() > 0);

    loop.trigger(RECSYS);

    await(() -> found.contains(RECSYS));
  }

  @Test
  void whatIsTriggeredBeforeItIsLookedAtCountsOnce() {
    lasts.set(new CountDownLatch(1));
    loop.start();
    await(() -> looks.get() > 0);
    ApplicationId last = new ApplicationId("shop", "last");

    loop.trigger(RECSYS);
    loop.trigger(RECSYS);
    loop.trigger(RECSYS);
    loop.trigger(last);
    lasts.get().countDown();

    await(() -> found.contains(last));
    assertThat(found).containsExactly(RECSYS, last);
  }

  @Test
  void aLookThatFailsIsNotTheLast() {
    failure.set(new IllegalStateException("caches are away"));
    loop.start();

    await(() -> looks.get() > 1);
  }

  @Test
  void neitherIsOneThatEndsWithAnError() {
    failure.set(new StackOverflowError("a look is too deep"));
    loop.start();

    await(() -> looks.get() > 1);
  }

  @Test
  void aLeaderWhoseLooksFailOrDoNotEndIsIdle() {
    assertThat(loop.idle()).as("not started").isZero();
    loop.start();
    await(() -> looks.get() > 0);

    failure.set(new StackOverflowError("a look is too deep"));
    await(() -> loop.idle().compareTo(Duration.ofSeconds(2)) > 0);
    failure.set(null);
    await(() -> loop.idle().compareTo(Duration.ofSeconds(1)) < 0);

    lasts.set(new CountDownLatch(1));
    await(() -> loop.idle().compareTo(Duration.ofSeconds(2)) > 0);
    lasts.get().countDown();
    await(() -> loop.idle().compareTo(Duration.ofSeconds(1)) < 0);
  }

  @Test
  void whoDoesNotLeadIsNotIdle() {
    leads.set(false);
    loop.start();
    await(() -> asked.get() > 1);
    int before = asked.get();
    await(() -> asked.get() > before + 2);

    assertThat(loop.idle()).isZero();
  }

  @Test
  void whoDoesNotLeadDoesNotLook() {
    leads.set(false);
    loop.start();
    loop.trigger(RECSYS);

    await(() -> asked.get() > 1);

    assertThat(looks).hasValue(0);
    assertThat(found).isEmpty();
  }

  private boolean leads() {
    asked.incrementAndGet();
    return leads.get();
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
  }

  @Override
  public List<ScaledApplication> all() {
    looks.incrementAndGet();
    try {
      lasts.get().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return switch (failure.get()) {
      case null -> List.of();
      case Error error -> throw error;
      case Throwable other -> throw new IllegalStateException(other);
    };
  }

  @Override
  public Optional<ScaledApplication> find(ApplicationId application) {
    found.add(application);
    return Optional.empty();
  }
}
