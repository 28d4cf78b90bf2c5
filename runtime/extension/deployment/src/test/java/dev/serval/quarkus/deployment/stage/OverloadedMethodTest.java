package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two callable methods of one name fail the build. */
class OverloadedMethodTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(OverloadedMethodTest.class))
          .assertException(
              BuildFailure.sayingOnly("OverloadedMethodTest$Scorer.score is there more than once"));

  @Stage
  public static class Scorer {
    public int score(String text) {
      return text.length();
    }

    public int score(int value) {
      return value;
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
