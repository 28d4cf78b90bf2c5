package dev.serval.samples.language;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.serval.testkit.ServalApplication;
import dev.serval.testkit.ServalTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServalTest
class LanguageServiceTest {

  @Inject ServalApplication application;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Buenos días, me gustaría saber cuándo llega mi pedido | spa | SpanishResponder  | Gracias
          Bonjour, je voudrais savoir quand ma commande arrive  | fra | FrenchResponder   | Merci
          Hello there, when will my order finally be delivered  | eng | FallbackResponder | Thank
          """)
  void theAnswerIsInTheLanguageOfTheMessageAndSigned(
      String text, String language, String responder, String firstWord) {
    respond(text)
        .statusCode(200)
        .body("detection.language", equalTo(language))
        .body("responder", equalTo(responder))
        .body("text", startsWith(firstWord))
        .body("text", containsString("— Serval"));
  }

  @Test
  void theLanguageAloneIsAskedFor() {
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("text", "Wo bleibt meine Bestellung, die ich letzte Woche aufgegeben habe?"))
        .post("/classify")
        .then()
        .statusCode(200)
        .body("language", equalTo("deu"));
  }

  @Test
  void anEmptyTextIsRefusedByName() {
    respond(" ").statusCode(400).body("error.message", containsString("text"));
  }

  @Test
  void theFailureOfAResponderReachesTheClientWithItsOrigin() {
    application
        .replica("SpanishResponder", 0)
        .failWith(() -> new IllegalStateException("no words left"));
    respond("Buenos días, me gustaría saber cuándo llega mi pedido")
        .statusCode(500)
        .body("error.message", containsString("SpanishResponder.respond"))
        .body("error.message", containsString("no words left"));
  }

  private static ValidatableResponse respond(String text) {
    return given().contentType(ContentType.JSON).body(Map.of("text", text)).post("/respond").then();
  }
}
