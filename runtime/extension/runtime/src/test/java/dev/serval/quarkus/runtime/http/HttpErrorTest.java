package dev.serval.quarkus.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The one form that errors have. */
class HttpErrorTest {

  @Test
  void isJsonWhateverItSays() throws Exception {
    String message = "a \"b\" \\ \n\r\t \u0001 \u00fc \ud83d\ude00";
    HttpError error =
        new HttpError(
            400, "Bad", message, Map.of("list", List.of(Map.of("line", 3), "text"), "n", 1.5));

    JsonNode json = new ObjectMapper().readTree(error.toJson("id\"1")).get("error");

    assertThat(json.get("type").asText()).isEqualTo("Bad");
    assertThat(json.get("message").asText()).isEqualTo(message);
    assertThat(json.get("requestId").asText()).isEqualTo("id\"1");
    assertThat(json.get("list").get(0).get("line").asInt()).isEqualTo(3);
    assertThat(json.get("list").get(1).asText()).isEqualTo("text");
    assertThat(json.get("n").asDouble()).isEqualTo(1.5);
  }
}
