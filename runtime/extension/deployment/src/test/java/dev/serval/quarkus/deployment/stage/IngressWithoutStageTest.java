package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Ingress;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.ws.rs.GET;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An ingress that is no stage fails the build. */
class IngressWithoutStageTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(IngressWithoutStageTest.class))
          .assertException(
              BuildFailure.sayingOnly("IngressWithoutStageTest$Front is @Ingress, but not @Stage"));

  @Ingress
  public static class Front {
    @GET
    public String get() {
      return "1";
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
