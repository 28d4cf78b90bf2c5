package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Batch;
import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A contract method with other types than the stage's fails the build. */
class ContractTypesTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(ContractTypesTest.class))
          .assertException(
              BuildFailure.saying(
                  "ContractTypesTest$Scorer.score is (java.util.List<java.lang.Integer>) -> int",
                  "ContractTypesTest$ScorerStage.score, which it calls, is"
                      + " (java.util.List<java.lang.String>) -> int",
                  "Scorer.name is (int) -> java.lang.String",
                  "(int) -> long",
                  "Scorer.rank is (java.lang.String) -> double",
                  "(java.lang.String) -> java.lang.Float for each item of the batch"));

  interface Scorer {
    int score(List<Integer> values);

    Uni<String> name(int id);

    double rank(String text);
  }

  @Stage("Scorer")
  public static class ScorerStage {
    public int score(List<String> values) {
      return values.size();
    }

    public long name(int id) {
      return id;
    }

    @Batch
    List<Float> rank(List<String> texts) {
      return texts.stream().map(text -> 1f * text.length()).toList();
    }
  }

  @Stage
  public static class Caller {
    @Handle Scorer scores;

    public int call(List<Integer> values) {
      return scores.score(values);
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
