package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An ingress whose other deployment has no replica anywhere. */
class MissingReplicaTest extends DoorTests {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application()
          .overrideConfigKey("serval.deployment", "Front")
          .overrideConfigKey("serval.listen.port", "0");

  @Test
  void is503AtTheDeadlineWithItsName() throws Exception {
    JsonNode error =
        error(get("/nested", "x-request-timeout-seconds", "0.1"), 503, "DeploymentUnavailable");

    assertThat(error.get("message").asText()).isEqualTo("Back has no replica that can be reached");
  }

  @Test
  void requestsThatNeedNoOtherDeploymentAreAnswered() throws Exception {
    assertThat(get("/blocking").statusCode()).isEqualTo(200);
  }
}
