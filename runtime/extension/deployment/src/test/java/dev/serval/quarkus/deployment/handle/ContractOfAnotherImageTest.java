package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.DeploymentHandle;
import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A handle of a stage in another image says by itself what it calls. */
class ContractOfAnotherImageTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(ContractOfAnotherImageTest.class))
          .overrideConfigKey("serval.deployments.\"Scorer\".image", "registry.example/scorer:1")
          .assertException(
              BuildFailure.saying(
                  "ContractOfAnotherImageTest$Caller, field dynamic: the handle calls deployment"
                      + " \"Scorer\", whose stage another image holds",
                  "ContractOfAnotherImageTest$Scorer.score is there more than once",
                  "ContractOfAnotherImageTest$Scorer.any declares T, which does not say what"
                      + " travels: name the type"));

  interface Scorer {
    int score(String text);

    int score(int number);

    <T> int any(T value);
  }

  @Stage
  public static class Caller {
    @Handle Scorer scores;

    @Handle("Scorer")
    DeploymentHandle dynamic;

    public int call(String text) {
      return scores.score(text);
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
