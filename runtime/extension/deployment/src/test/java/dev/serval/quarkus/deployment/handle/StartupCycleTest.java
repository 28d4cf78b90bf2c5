package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stages that need each other in their constructors fail the build. */
class StartupCycleTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(StartupCycleTest.class))
          .assertException(
              BuildFailure.sayingOnly(
                  "Left (constructor of",
                  "StartupCycleTest$LeftStage) -> Right (constructor of",
                  "StartupCycleTest$RightStage) -> Left",
                  "inject one of the handles into a field"));

  interface Left {
    int left(int value);
  }

  interface Right {
    int right(int value);
  }

  @Stage("Left")
  public static class LeftStage {
    private final Right right;

    public LeftStage(@Handle Right right) {
      this.right = right;
    }

    public int left(int value) {
      return right.right(value);
    }
  }

  @Stage("Right")
  public static class RightStage {
    private final Left left;

    public RightStage(@Handle Left left) {
      this.left = left;
    }

    public int right(int value) {
      return value == 0 ? 0 : left.left(value - 1);
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
