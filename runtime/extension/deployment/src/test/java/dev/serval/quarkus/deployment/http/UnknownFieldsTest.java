package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An ingress that chose to reject fields it does not know. */
class UnknownFieldsTest extends DoorTests {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application().overrideConfigKey("serval.ingress.unknown-fields", "reject");

  @Test
  void areRejected() throws Exception {
    JsonNode error = error(post("/people", "{\"name\":\"Ada\",\"nick\":1}"), 400, "MalformedJson");

    assertThat(error.get("field").asText()).isEqualTo("nick");
    assertThat(error.get("message").asText())
        .endsWith("nick: is not a known field; there are address, age, name, weight");
  }

  @Test
  void knownOnesPass() throws Exception {
    assertThat(post("/people", "{\"name\":\"Ada\"}").statusCode()).isEqualTo(200);
  }
}
