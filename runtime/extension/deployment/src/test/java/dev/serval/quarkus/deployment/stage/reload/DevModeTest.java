package dev.serval.quarkus.deployment.stage.reload;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.QuarkusDevModeTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Edits of stages and contracts show with the next request, good or bad. */
class DevModeTest {

  @RegisterExtension
  static final QuarkusDevModeTest APPLICATION =
      new QuarkusDevModeTest()
          .withApplicationRoot(
              root ->
                  root.addClasses(Greeting.class, GreetingStage.class, Front.class)
                      // Where the test's client looks.
                      .addAsResource(
                          new StringAsset("quarkus.http.port=8080"), "application.properties"));

  @Test
  void editsShow() {
    given().get("/").then().statusCode(200).body(is("Hello you"));

    APPLICATION.modifySourceFile(
        GreetingStage.class, source -> source.replace("\"Hello \"", "\"Bye \""));
    given().get("/").then().statusCode(200).body(is("Bye you"));

    APPLICATION.modifySourceFile(
        GreetingStage.class, source -> source.replace("(String name)", "(Integer name)"));
    given()
        .get("/")
        .then()
        .statusCode(500)
        .body(containsString("Greeting.greet is (java.lang.String) -&gt; java.lang.String, but"));

    APPLICATION.modifySourceFile(
        GreetingStage.class, source -> source.replace("(Integer name)", "(String name)"));
    given().get("/").then().statusCode(200).body(is("Bye you"));
  }
}
