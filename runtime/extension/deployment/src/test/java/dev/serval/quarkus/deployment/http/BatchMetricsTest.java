package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.Batch;
import dev.serval.api.Handle;
import dev.serval.api.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is measured of batches. */
class BatchMetricsTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(
              root -> root.addClasses(Doubler.class, DoublerStage.class, DoorTests.class))
          .overrideConfigKey("quarkus.http.test-port", "0");

  /** Doubles. */
  public interface Doubler {
    int twice(int number);
  }

  /** Doubles several at once. */
  @Stage("Doubler")
  public static class DoublerStage {

    /** Two wait for each other. */
    @Batch(maxSize = 2, maxWait = "20s")
    public List<Integer> twice(List<Integer> numbers) {
      return numbers.stream().map(number -> 2 * number).toList();
    }
  }

  @Inject @Handle Doubler doubler;
  @Inject MeterRegistry registry;

  @Test
  void sizeUtilisationAndTimes() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = callers.submit(() -> doubler.twice(1));
      var second = callers.submit(() -> doubler.twice(2));
      assertThat(first.get(20, TimeUnit.SECONDS) + second.get(20, TimeUnit.SECONDS)).isEqualTo(6);
    }

    DoorTests.await(() -> registry.get("serval.batch.batches").counter().count() == 1);
    assertThat(registry.get("serval.batch.size").tag("method", "twice").summary().totalAmount())
        .isEqualTo(2);
    assertThat(registry.get("serval.batch.utilization.ratio").summary().totalAmount()).isEqualTo(1);
    assertThat(registry.get("serval.batch.wait").timer().count()).isEqualTo(1);
    assertThat(registry.get("serval.batch.execution").timer().count()).isEqualTo(1);
    assertThat(registry.get("serval.batch.queue.length").gauge().value()).isZero();
  }
}
