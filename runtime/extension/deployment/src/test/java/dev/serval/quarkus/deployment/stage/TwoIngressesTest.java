package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two ingress stages on one route fail the build. */
class TwoIngressesTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(TwoIngressesTest.class))
          .assertException(
              BuildFailure.sayingOnly(
                  "TwoIngressesTest$First",
                  "TwoIngressesTest$Second are both @Ingress on the route /shop"));

  @Stage
  @Ingress
  @Path("/shop")
  public static class First {
    @GET
    public String get() {
      return "1";
    }
  }

  @Stage
  @Ingress
  @Path("shop/")
  public static class Second {
    @GET
    public String get() {
      return "2";
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
