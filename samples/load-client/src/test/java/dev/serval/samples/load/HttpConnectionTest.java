package dev.serval.samples.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpConnectionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private HttpConnection connection() {
    return new HttpConnection(URI.create("http://127.0.0.1:" + server.getLocalPort()), PATIENCE);
  }

  /** Answers each request on one connection with the next of the texts, then closes it. */
  private void answer(String... texts) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                byte[] request = new byte[64 * 1024];
                for (String text : texts) {
                  if (socket.getInputStream().read(request) < 0) {
                    return;
                  }
                  socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                }
              } catch (IOException e) {
                // The test sees it at its own end.
              }
            });
  }

  private static HttpAnswer get(HttpConnection connection) throws IOException {
    return connection.send("GET", "/", null, 100);
  }

  @Test
  void readsOneAnswerAfterTheOtherFromAConnection() throws IOException {
    answer(
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst",
        "HTTP/1.1 200 OK\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "3;x=y\r\n"
            + "sec\r\n"
            + "3\r\n"
            + "ond\r\n"
            + "0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nbusy");
    try (HttpConnection connection = connection()) {
      assertThat(get(connection)).isEqualTo(new HttpAnswer(200, "first"));
      assertThat(get(connection)).isEqualTo(new HttpAnswer(200, "second"));
      assertThat(get(connection)).isEqualTo(new HttpAnswer(204, ""));
      assertThat(connection.send("POST", "/", new byte[] {'{', '}'}, 100))
          .isEqualTo(new HttpAnswer(503, "busy"));
    }
  }

  @Test
  void keepsTheBeginningOfALongBodyAndReadsTheRest() throws IOException {
    answer(
        "HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n" + "x".repeat(30_000),
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");
    try (HttpConnection connection = connection()) {
      assertThat(get(connection).body()).isEqualTo("x".repeat(100));
      assertThat(get(connection).body()).isEqualTo("next");
    }
  }

  @Test
  void opensAgainWhenTheServerAsksForIt() throws IOException {
    try (HttpConnection connection = connection()) {
      answer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end");
      assertThat(get(connection).body()).isEqualTo("to the end");
      answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain");
      assertThat(get(connection).body()).isEqualTo("again");
    }
  }

  @Test
  void saysThatTheServerClosedTheConnection() {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
    try (HttpConnection connection = connection()) {
      assertThatThrownBy(() -> get(connection)).hasMessage("the server closed the connection");
    }
  }

  @Test
  void saysThatNoAnswerCame() {
    // The backlog takes the connection; nobody reads from it.
    try (HttpConnection connection = connection()) {
      assertThatThrownBy(() -> get(connection)).hasMessage("no answer within 1 s");
    }
  }

  @Test
  void refusesWhatIsNotHttp() {
    answer("SSH-2.0-OpenSSH\r\n");
    try (HttpConnection connection = connection()) {
      assertThatThrownBy(() -> get(connection)).hasMessage("the server does not speak HTTP/1.1");
    }
  }
}
