package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stage that cannot be instantiated fails the build. */
class StageClassTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(StageClassTest.class))
          .assertException(BuildFailure.sayingOnly("StageClassTest$Scorer is abstract"));

  @Stage
  public abstract static class Scorer {}

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
