package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A handle that the configuration points at no deployment fails the build. */
class UnknownMappedTargetTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(UnknownMappedTargetTest.class))
          .overrideConfigKey("serval.deployments.\"Caller\".handles.\"Scorer\"", "Elsewhere")
          .assertException(
              BuildFailure.sayingOnly(
                  "UnknownMappedTargetTest$Caller, field scores",
                  "calls deployment \"Elsewhere\"",
                  "there are Caller, Scorer"));

  interface Scorer {
    int score(String text);
  }

  @Stage("Scorer")
  public static class ScorerStage {
    public int score(String text) {
      return text.length();
    }
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
