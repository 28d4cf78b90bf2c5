package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A handle that points at no deployment fails the build. */
class UnknownHandleTargetTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(UnknownHandleTargetTest.class))
          .assertException(
              BuildFailure.sayingOnly(
                  "UnknownHandleTargetTest$Caller, field scores",
                  "calls deployment \"Scorer\"",
                  "there are Caller",
                  "serval.deployments.\"Caller\".handles.\"Scorer\""));

  interface Scorer {
    int score(String text);
  }

  @Stage
  public static class Caller {
    @Handle Scorer scores;

    public int call(String text) {
      return scores.score(text);
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
