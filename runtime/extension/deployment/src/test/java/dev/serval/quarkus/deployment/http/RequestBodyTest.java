package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.QuarkusUnitTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not what the resource method takes. */
class RequestBodyTest extends DoorTests {

  private static final String PERSON =
      "{\"name\":\"Ada\",\"age\":36,\"weight\":60.5,\"address\":{\"city\":\"London\"}}";

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application().overrideConfigKey("quarkus.http.limits.max-body-size", "64K");

  @BeforeAll
  static void messagesInEnglish() {
    Locale.setDefault(Locale.ENGLISH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/people", "/people/loop"})
  void goodOnesPass(String path) throws Exception {
    HttpResponse<String> response = post(path, PERSON);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).get("address").get("city").asText()).isEqualTo("London");
  }

  @Test
  void unknownFieldsAreIgnored() throws Exception {
    assertThat(post("/people", "{\"name\":\"Ada\",\"nick\":1}").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/people", "/people/loop"})
  void violationsNameFieldAndConstraint(String path) throws Exception {
    HttpResponse<String> response =
        post(path, "{\"name\":\" \",\"age\":200,\"address\":{\"city\":\"\"}}");

    JsonNode error = error(response, 400, "ValidationFailed");
    assertThat(error.get("message").asText())
        .isEqualTo(
            "address.city: must not be blank; age: must be less than or equal to 150;"
                + " name: must not be blank");
    JsonNode first = error.get("violations").get(0);
    assertThat(first.get("field").asText()).isEqualTo("address.city");
    assertThat(first.get("constraint").asText()).isEqualTo("NotBlank");
    assertThat(first.get("message").asText()).isEqualTo("must not be blank");
  }

  @Test
  void violationsOfParametersNameThem() throws Exception {
    JsonNode error = error(get("/limited?limit=11"), 400, "ValidationFailed");

    assertThat(error.get("violations").get(0).get("field").asText()).isEqualTo("limit");
  }

  @Test
  void missingBodyIsAViolation() throws Exception {
    JsonNode error = error(post("/people", ""), 400, "ValidationFailed");

    assertThat(error.get("violations").get(0).get("constraint").asText()).isEqualTo("NotNull");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name": "Ada"                          |   |Unexpected end-of-input
          {"name": "Ada", "age": "old"}           |age|"old" is not a whole number
          {"name": "Ada", "age": 99999999999}     |age|out of range of int
          {"name": "Ada", "age": {}}              |age|cannot be read as a whole number
          {"name": "Ada", "weight": NaN}          |   |Non-standard token 'NaN'
          {"name": "Ada", "weight": "NaN"}        |weight|"NaN" is not a number
          {"name": "Ada", "weight": 1e999}        |weight|"1e999" is not a number
          {"name": "Ada", "address": [1]}         |address|cannot be read as an object
          {"name": "Ada", "address": {"city": {}}}|address.city|cannot be read as a text
          [1, 2]                                  |   |cannot be read as an object
          not json                                |   |Unrecognized token
          """)
  void malformedJsonSaysWhere(String body, String field, String reason) throws Exception {
    for (String path : new String[] {"/people", "/people/loop"}) {
      JsonNode error = error(post(path, body), 400, "MalformedJson");

      assertThat(error.get("message").asText())
          .startsWith("The JSON of the request, line 1, column ")
          .contains(reason)
          .doesNotContain("dev.serval", "java.lang");
      assertThat(error.get("line").asInt()).isEqualTo(1);
      assertThat(error.get("column").asInt()).isPositive();
      assertThat(error.path("field").asText()).isEqualTo(field == null ? "" : field);
    }
  }

  @Test
  void tooLongIs413() throws Exception {
    String body = "{\"name\":\"" + "x".repeat(70_000) + "\"}";

    JsonNode error = error(post("/people", body), 413, "BodyTooLarge");

    assertThat(error.get("message").asText()).contains("65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/people", "/people/loop"})
  void tooLongInChunksIs413(String path) throws Exception {
    byte[] body = ("{\"name\":\"" + "x".repeat(500_000) + "\"}").getBytes();
    HttpResponse<String> response =
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofByteArray(body))));

    error(response, 413, "BodyTooLarge");
  }
}
