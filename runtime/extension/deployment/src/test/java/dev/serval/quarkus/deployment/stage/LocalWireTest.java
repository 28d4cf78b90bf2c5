package dev.serval.quarkus.deployment.stage;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Over the local wire, values arrive as copies, and the replicas listen for their own process. */
class LocalWireTest extends CopiedValues {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(LocalWireTest.class, CopiedValues.class))
          .overrideConfigKey("serval.local.wire", "true");
}
