package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A method that waits on an event loop, even in a lambda of a private method, fails the build. */
class BlockingCallOnEventLoopTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(BlockingCallOnEventLoopTest.class))
          .assertException(
              BuildFailure.sayingOnly(
                  "BlockingCallOnEventLoopTest$Caller.call runs on an event loop, but waits for",
                  "BlockingCallOnEventLoopTest$Scorer.score",
                  "@RunOnVirtualThread"));

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

    public Uni<Integer> call(String text) {
      return helper(text);
    }

    private Uni<Integer> helper(String text) {
      return Uni.createFrom().item(() -> scores.score(text));
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
