package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.CallOptions;
import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.api.error.DeadlineExceededException;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Options of calls through typed handles. */
class CallOptionsTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(CallOptionsTest.class));

  interface Waiting {
    String await(String text) throws InterruptedException;

    String echo(String text);
  }

  @Stage("Waiting")
  public static class WaitingStage {
    public String await(String text) throws InterruptedException {
      new CountDownLatch(1).await();
      return text;
    }

    public String echo(String text) {
      return text;
    }
  }

  @Inject @Handle Waiting waiting;

  @Test
  void aTimeoutEndsTheCall() {
    Waiting impatient = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(50)).on(waiting);
    assertThatThrownBy(() -> impatient.await("a"))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("Waiting.await");
  }

  @Test
  void otherCallsAreNotAffected() {
    assertThat(CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(10)).on(waiting).echo("a"))
        .isEqualTo("a");
    assertThat(waiting.echo("b")).isEqualTo("b");
  }

  @Test
  void onlyHandlesHaveOptions() {
    assertThatThrownBy(() -> CallOptions.DEFAULTS.on("text"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
