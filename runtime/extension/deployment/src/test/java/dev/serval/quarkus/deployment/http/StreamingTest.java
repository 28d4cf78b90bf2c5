package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.QuarkusUnitTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Responses that come in pieces, and requests that have several parts. */
class StreamingTest extends DoorTests {

  @RegisterExtension static final QuarkusUnitTest APPLICATION = application();

  @Test
  void serverSentEvents() throws Exception {
    HttpResponse<String> response = get("/events");

    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(response.body().lines().filter(line -> line.startsWith("data:{"))).hasSize(3);
  }

  @Test
  void chunksOfJson() throws Exception {
    HttpResponse<String> response = get("/numbers");

    assertThat(response.headers().firstValue("transfer-encoding")).contains("chunked");
    JsonNode numbers = json(response);
    assertThat(numbers.size()).isEqualTo(1_000);
    assertThat(numbers.get(999).asInt()).isEqualTo(999);
  }

  @Test
  void multipart() throws Exception {
    String body =
        """
        --cut
        Content-Disposition: form-data; name="note"

        hello
        --cut
        Content-Disposition: form-data; name="file"; filename="a.txt"
        Content-Type: text/plain

        content
        --cut--
        """
            .replace("\n", "\r\n");

    HttpResponse<String> response =
        send(
            request("/upload")
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .POST(HttpRequest.BodyPublishers.ofString(body)));

    assertThat(response.body()).isEqualTo("hello:a.txt:7");
  }
}
