package org.acme;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.serval.testkit.ServalApplication;
import dev.serval.testkit.ServalTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@ServalTest
class GreetingsTest {

  @Inject ServalApplication application;

  @Test
  void greetsByName() {
    given().get("/hello/Ada").then().statusCode(200).body(is("Hello Ada"));
  }

  @Test
  void aFailureSaysWhereItHappened() {
    for (int replica = 0; replica < 2; replica++) {
      application
          .replica("Greeter", replica)
          .failWith(() -> new IllegalStateException("no words left"));
    }

    given().get("/hello/Ada").then().statusCode(500).body(containsString("Greeter.greet"));
  }
}
