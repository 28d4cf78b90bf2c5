package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A name that no deployment can have fails the build. */
class StageNameTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(StageNameTest.class))
          .assertException(BuildFailure.sayingOnly("StageNameTest$Scorer has the name \"2fast!\""));

  @Stage("2fast!")
  public static class Scorer {}

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
