package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A contract method that the stage lacks fails the build. */
class ContractNotImplementedTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(ContractNotImplementedTest.class))
          .assertException(
              BuildFailure.sayingOnly(
                  "ContractNotImplementedTest$Scorer.rate has no implementation",
                  "ContractNotImplementedTest$ScorerStage",
                  "ContractNotImplementedTest$Caller, field scores",
                  "it has score"));

  interface Scorer {
    int score(String text);

    int rate(String text);
  }

  @Stage("Scorer")
  public static class ScorerStage {
    public int score(String text) {
      return rate(text);
    }

    int rate(String text) {
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
