package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Batch;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Batch options out of their bounds fail the build. */
class BatchOptionsTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(BatchOptionsTest.class))
          .assertException(
              BuildFailure.saying(
                  "BatchOptionsTest$Ranker.rank: @Batch(maxWait = \"soon\") is no duration",
                  "Ranker.late: @Batch: maxWait must be 0 to 60s",
                  "Ranker.empty: @Batch: maxSize must be 1 to 65536"));

  @Stage
  public static class Ranker {
    @Batch(maxWait = "soon")
    List<Integer> rank(List<String> texts) {
      return List.of();
    }

    @Batch(maxWait = "2m")
    List<Integer> late(List<String> texts) {
      return List.of();
    }

    @Batch(maxSize = 0)
    List<Integer> empty(List<String> texts) {
      return List.of();
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
