package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Stage;
import dev.serval.protocol.wire.MethodId;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two methods with one id on the wire fail the build. */
class MethodIdTest {

  static {
    assertThat(MethodId.of("Twin", "moviru")).isEqualTo(MethodId.of("Twin", "nidaso"));
  }

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(MethodIdTest.class))
          .assertException(
              BuildFailure.sayingOnly(
                  "MethodIdTest$Twin.moviru and",
                  "MethodIdTest$Twin.nidaso have the same id on the wire"));

  @Stage
  public static class Twin {
    public int moviru() {
      return 1;
    }

    public int nidaso() {
      return 2;
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
