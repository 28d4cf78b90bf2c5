package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose client goes away, or whose deadline passes: nothing goes on for them. */
class CancellationTest extends DoorTests {

  @RegisterExtension static final QuarkusUnitTest APPLICATION = application();

  @ParameterizedTest
  @ValueSource(strings = {"/wait", "/wait-here"})
  void clientThatGoesInterruptsWhatRunsForIt(String path) throws Exception {
    try (RawConnection connection = new RawConnection(root)) {
      connection.send("GET " + path + " HTTP/1.1\nHost: x\n\n");
      assertThat(Gate.arrived(1)).isTrue();
    }

    assertThat(Gate.interrupted()).isTrue();
    await(() -> door.slots().occupied() == 0);
  }

  @Test
  void clientThatGoesCancelsAnAsynchronousResult() throws Exception {
    try (RawConnection connection = new RawConnection(root)) {
      connection.send("GET /wait-uni HTTP/1.1\nHost: x\n\n");
      assertThat(Gate.arrived(1)).isTrue();
    }

    assertThat(Gate.cancelled()).isTrue();
  }

  @Test
  void clientThatGoesCancelsAStream() throws Exception {
    try (RawConnection connection = new RawConnection(root)) {
      connection.send("GET /endless HTTP/1.1\nHost: x\n\n");
      assertThat(connection.readSome(10_000)).contains("data:again");
    }

    assertThat(Gate.cancelled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/wait", "/wait-here", "/wait-uni", "/stubborn"})
  void deadlineIs408(String path) throws Exception {
    HttpResponse<String> response = get(path, "x-request-timeout-seconds", "0.05");

    assertThat(error(response, 408, "DeadlineExceeded").get("message").asText()).isNotEmpty();
  }

  @Test
  void deadlineInterruptsWhatRuns() throws Exception {
    error(get("/wait", "x-request-timeout-seconds", "1"), 408, "DeadlineExceeded");

    assertThat(Gate.interrupted()).isTrue();
  }

  @Test
  void deadlineCancelsAnAsynchronousResult() throws Exception {
    error(get("/wait-uni", "x-request-timeout-seconds", "1"), 408, "DeadlineExceeded");

    assertThat(Gate.cancelled()).isTrue();
  }

  @Test
  void deadlineEndsAStream() throws Exception {
    try (RawConnection connection = new RawConnection(root)) {
      connection.send("GET /endless HTTP/1.1\nHost: x\nx-request-timeout-seconds: 1\n\n");
      assertThat(connection.readAll()).contains("data:again").doesNotEndWith("0\r\n\r\n");
    }

    assertThat(Gate.cancelled()).isTrue();
  }

  @Test
  void slotStaysTakenWhileCodeThatDoesNotStopRuns() throws Exception {
    error(get("/stubborn", "x-request-timeout-seconds", "1"), 408, "DeadlineExceeded");

    assertThat(Gate.interrupted()).isTrue();
    assertThat(door.slots().occupied()).isEqualTo(1);
    Gate.open();
    await(() -> door.slots().occupied() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/people", "/people/loop"})
  void bodyThatStopsHalfWayIs408(String path) throws Exception {
    try (RawConnection connection = new RawConnection(root)) {
      connection.send(
          "POST "
              + path
              + " HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 100\n"
              + "x-request-timeout-seconds: 0.1\n\n{\"name\":");

      assertThat(connection.readAll())
          .startsWith("HTTP/1.1 408")
          .containsIgnoringCase("connection: close")
          .contains("DeadlineExceeded");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/people", "/people/loop"})
  void clientThatGoesHalfWayLeavesNothing(String path) throws Exception {
    try (RawConnection connection = new RawConnection(root)) {
      connection.send(
          "POST "
              + path
              + " HTTP/1.1\nHost: x\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n"
              + "5\n{\"nam\n");
      await(() -> door.slots().occupied() == 1);
    }

    await(() -> door.slots().occupied() == 0);
  }

  @Test
  void connectionServesAgainAfter408() throws Exception {
    try (RawConnection connection = new RawConnection(root)) {
      connection.send("GET /wait HTTP/1.1\nHost: x\nx-request-timeout-seconds: 0.05\n\n");
      assertThat(connection.readSome(12)).isEqualTo("HTTP/1.1 408");
      connection.send("GET /blocking HTTP/1.1\nHost: x\nConnection: close\n\n");

      assertThat(connection.readAll()).contains("HTTP/1.1 200");
    }
  }
}
