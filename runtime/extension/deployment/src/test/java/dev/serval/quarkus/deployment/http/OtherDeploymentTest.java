package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process that hosts another deployment than the ingress. */
class OtherDeploymentTest extends DoorTests {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application()
          .overrideConfigKey("serval.deployment", "Back")
          .overrideConfigKey("serval.listen.port", "0");

  @Test
  void doesNotAnswerTheRoutesOfTheApplication() throws Exception {
    assertThat(error(get("/blocking"), 404, "NotFound").get("message").asText())
        .isEqualTo(
            "This process hosts deployment Back of application shop, which answers no HTTP"
                + " requests; deployment Front does");
  }

  @Test
  void answersWhatEveryProcessDoes() throws Exception {
    assertThat(get("/-/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/-/routes").body()).contains("\"hosted\":\"Back\"", "\"routes\":[]");
  }
}
