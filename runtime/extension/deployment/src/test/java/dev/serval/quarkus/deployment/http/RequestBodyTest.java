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
          {"name": "Ada"                          |   |Unexpected end-of-input: expected close marker for Object
          """)
  void malformedJsonSaysWhere(String body, String field, String reason) throws Exception {
    for (String path : new String[] {"/people", "/people/loop"}) {
      JsonNode error = error(post(path, body), 400, "MalformedJson");

      assertThat(error.get("message").asText())
          .startsWith("The JSON of the request, line 1, column ")
          .contains(reason)
          .doesNotContain("dev.serval", "java.lang", "Source");
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
    String body = "{\"name\":\"" + "x".repeat(500_000) + "\"}";

    error(
        send(chunked(path, body).setHeader("Content-Type", "application/json")),
        413,
        "BodyTooLarge");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stream", "/stream/caught"})
  void tooLongForAMethodThatReadsTheStreamIs413(String path) throws Exception {
    JsonNode error = error(postChunks(path, 500_000), 413, "BodyTooLarge");

    assertThat(error.get("message").asText()).contains("65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536})
  void streamsUpToTheLimitAreRead(int length) throws Exception {
    assertThat(postChunks("/stream", length).body()).isEqualTo(Integer.toString(length));
    assertThat(postChunks("/stream/caught", length).body()).isEqualTo("read " + length);
  }

  @Test
  void streamsOneByteOverTheLimitAreNot() throws Exception {
    error(postChunks("/stream", 65_537), 413, "BodyTooLarge");
  }

  @Test
  void streamMayBeLeftUnread() throws Exception {
    assertThat(postChunks("/stream/first", 60_000).body()).isEqualTo("120");
    assertThat(get("/blocking").statusCode()).isEqualTo(200);
  }

  @Test
  void tooLongAFormInChunksIs413() throws Exception {
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n"
            + "x".repeat(500_000)
            + "\r\n--b--\r\n";

    error(
        send(chunked("/upload", form).setHeader("Content-Type", "multipart/form-data; boundary=b")),
        413,
        "BodyTooLarge");
  }

  private HttpResponse<String> postChunks(String path, int length) throws Exception {
    return send(chunked(path, "x".repeat(length)));
  }

  private HttpRequest.Builder chunked(String path, String body) {
    return request(path)
        .header("Content-Type", "text/plain")
        .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(body)));
  }
}
