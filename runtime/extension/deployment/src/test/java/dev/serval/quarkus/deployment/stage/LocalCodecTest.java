package dev.serval.quarkus.deployment.stage;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With the local codec, values arrive as copies, as they would from another process. */
class LocalCodecTest extends CopiedValues {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(LocalCodecTest.class, CopiedValues.class))
          .overrideConfigKey("serval.local.codec", "true");
}
