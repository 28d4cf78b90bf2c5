package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.HealthCheck;
import dev.serval.api.Reconfigure;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hooks that cannot be called fail the build. */
class HookTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(HookTest.class))
          .assertException(
              BuildFailure.saying(
                  "HookTest$Scorer.configure is a @Reconfigure method",
                  "HookTest$Scorer.healthy is a @HealthCheck method"));

  @Stage
  public static class Scorer {
    @Reconfigure
    void configure(String one, String two) {}

    @HealthCheck
    int healthy() {
      return 1;
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
