package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two stages of one name fail the build. */
class DuplicateStageTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(DuplicateStageTest.class))
          .assertException(
              BuildFailure.sayingOnly(
                  "DuplicateStageTest$First and",
                  "DuplicateStageTest$Second both have the name \"Scorer\""));

  @Stage("Scorer")
  public static class First {}

  @Stage("Scorer")
  public static class Second {}

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
