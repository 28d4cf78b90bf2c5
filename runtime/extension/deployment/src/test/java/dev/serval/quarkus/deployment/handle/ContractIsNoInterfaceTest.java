package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A handle whose type is a class fails the build. */
class ContractIsNoInterfaceTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(ContractIsNoInterfaceTest.class))
          .assertException(
              BuildFailure.sayingOnly(
                  "ContractIsNoInterfaceTest$Caller, field scores",
                  "ContractIsNoInterfaceTest$Scorer is no interface"));

  @Stage
  public static class Scorer {
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
