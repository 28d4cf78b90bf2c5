package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Batch;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A weigher that cannot be made fails the build. */
class WeigherTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(WeigherTest.class))
          .assertException(
              BuildFailure.sayingOnly(
                  "WeigherTest$Ranker.rank: the weigher", "WeigherTest$Tokens cannot be made"));

  public static class Tokens implements ToIntFunction<String> {
    private final int base;

    public Tokens(int base) {
      this.base = base;
    }

    @Override
    public int applyAsInt(String text) {
      return base + text.length();
    }
  }

  @Stage
  public static class Ranker {
    @Batch(weigher = Tokens.class)
    List<Integer> rank(List<String> texts) {
      return List.of();
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
