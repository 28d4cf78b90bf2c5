package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.Stage;
import io.quarkus.test.QuarkusProdModeTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In production, a stage that cannot be made ends the process with one line that says why. */
class StartFailureMessageTest {

  @RegisterExtension
  static final QuarkusProdModeTest APPLICATION =
      new QuarkusProdModeTest()
          .withApplicationRoot(root -> root.addClasses(Model.class))
          .setApplicationName("failing")
          .setExpectExit(true)
          .setRun(true);

  @Stage
  public static class Model {
    public Model() {
      throw new IllegalStateException("no weights");
    }
  }

  @Test
  void saysWhichAndWhy() {
    assertThat(APPLICATION.getExitCode()).isEqualTo(1);
    assertThat(APPLICATION.getStartupConsoleOutput())
        .contains(
            "Deployment Model: stage "
                + Model.class.getName()
                + " cannot be constructed: java.lang.IllegalStateException: no weights")
        .doesNotContain("\tat ")
        .doesNotContain("Listening on");
  }
}
