package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Batch;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A batch method that is not list-to-list fails the build. */
class BatchShapeTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(BatchShapeTest.class))
          .assertException(
              BuildFailure.saying(
                  "BatchShapeTest$Ranker.rank is a @Batch method, but takes java.lang.String",
                  "BatchShapeTest$Ranker.count is a @Batch method, but returns int",
                  "BatchShapeTest$Ranker.hidden is a @Batch method that cannot be called"));

  @Stage
  public static class Ranker {
    @Batch
    List<Integer> rank(String text) {
      return List.of(text.length());
    }

    @Batch
    int count(List<String> texts) {
      return texts.size();
    }

    @Batch
    private List<Integer> hidden(List<String> texts) {
      return List.of();
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
