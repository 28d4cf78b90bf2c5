package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Stage;
import dev.serval.core.app.StageStartException;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stage that cannot be made stops the application, which says which and why. */
class StartFailureTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(StartFailureTest.class))
          .assertException(
              failure -> {
                Throwable cause = failure;
                while (!cause.getClass().getName().equals(StageStartException.class.getName())) {
                  cause = cause.getCause();
                }
                assertThat(cause)
                    .hasMessage(
                        "Deployment Model: stage "
                            + ModelStage.class.getName()
                            + " cannot be constructed: java.lang.IllegalStateException: no"
                            + " weights");
              });

  @Stage("Model")
  public static class ModelStage {
    @PostConstruct
    void load() {
      throw new IllegalStateException("no weights");
    }
  }

  @Test
  void fails() {
    fail("the application should not have started");
  }
}
