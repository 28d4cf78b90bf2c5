package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Handle;
import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An ingress method that waits on an event loop fails the build. */
class BlockingCallInAsyncResourceTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(BlockingCallInAsyncResourceTest.class))
          .assertException(
              BuildFailure.sayingOnly(
                  "BlockingCallInAsyncResourceTest$Front.get runs on an event loop"));

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
  @Ingress
  public static class Front {
    @Handle Scorer scores;

    @GET
    public Uni<Integer> get() {
      return Uni.createFrom().item(scores.score(""));
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
