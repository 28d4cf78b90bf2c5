package dev.serval.quarkus.deployment.stage;

import static org.assertj.core.api.Assertions.fail;

import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.BuildFailure;
import io.quarkus.test.QuarkusUnitTest;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A type that cannot travel fails the build. */
class CarriedTypesTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(CarriedTypesTest.class))
          .assertException(
              BuildFailure.sayingOnly(
                  "CarriedTypesTest$Store.store cannot be called from other deployments",
                  "content: java.io.InputStream cannot be carried"));

  record Upload(String name, InputStream content) {}

  @Stage
  public static class Store {
    public int store(List<Upload> uploads) {
      return uploads.size();
    }
  }

  @Test
  void fails() {
    fail("the build should have failed");
  }
}
