package dev.serval.operator.metricsapi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.cluster.ClusterUser;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** What a peer can take: connections, time, and the length of what it sends. */
class MetricsApiLimitsIT extends MetricsApiFixture {

  private static final int MOST = 8;

  /** Long enough to see that what is open stays open. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Override
  RunningMetricsApi run() throws IOException, InterruptedException {
    return new RunningMetricsApi(
        server, new MetricsApiLimits(MOST, MOST, 4, PATIENCE, PATIENCE, Duration.ofSeconds(10)));
  }

  private Socket connect() throws IOException {
    return closing(new Socket(RunningMetricsApi.ADDRESS, running.api().port()));
  }

  /** A connection that has spoken TLS, with the proxy's certificate. */
  private SSLSocket secured() throws IOException {
    SSLSocket socket =
        (SSLSocket)
            proxy()
                .tls()
                .getSocketFactory()
                .createSocket(RunningMetricsApi.ADDRESS, running.api().port());
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return closing(socket);
  }

  private static String exchange(SSLSocket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    socket.getOutputStream().flush();
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  /** Whether the server ends it, whatever it still says. */
  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(20_000);
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aFloodOfConnectionsIsRefusedAndPassesBy() throws IOException {
    List<Socket> flood = new ArrayList<>();
    for (int i = 0; i < 10 * MOST; i++) {
      flood.add(connect());
    }

    ClusterUser.await("the rest is refused")
        .until(() -> running.metric("refused.connections") >= 9 * MOST);
    assertThat(running.metric("connections")).isLessThanOrEqualTo(MOST);
    assertThat(flood)
        .as("those that said nothing are closed")
        .allMatch(MetricsApiLimitsIT::isClosed);
    ClusterUser.await("others are served")
        .ignoreExceptions()
        .until(() -> proxy().get(external(), "X-Remote-User", READER).statusCode() == 200);
  }

  @Test
  void whoSendsSlowlyIsCutOff() throws IOException {
    SSLSocket slow = secured();
    slow.getOutputStream().write("GET /apis HTT".getBytes(US_ASCII));
    slow.getOutputStream().flush();

    assertThat(isClosed(slow)).isTrue();
  }

  @Test
  void whoIsIdleIsLetGo() throws IOException {
    SSLSocket idle = secured();
    String request = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";

    String answer = exchange(idle, request);

    assertThat(answer).as("answered, kept open, and then closed").endsWith("ok");
    assertThat(answer).doesNotContain("close");
  }

  @Test
  void whatIsTooLongIsRefused() throws IOException {
    String line = exchange(secured(), "GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(line).startsWith("HTTP/1.1 414 ").contains("\"kind\":\"Status\"");

    String headers =
        exchange(
            secured(),
            "GET /apis HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n");
    assertThat(headers).startsWith("HTTP/1.1 431 ").contains("\"kind\":\"Status\"");

    assertThat(exchange(secured(), "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aBodyIsNotReadAndEndsTheConnection() throws IOException {
    String answer =
        exchange(
            secured(),
            "POST /apis HTTP/1.1\r\n"
                + "Host: x\r\n"
                + "X-Remote-User: anne\r\n"
                + "Content-Length: 5\r\n\r\n"
                + "hello");

    assertThat(answer).startsWith("HTTP/1.1 405 ").contains("connection: close");
  }

  @Test
  void whatIsSentAtOnceIsAnsweredInTurn() throws IOException {
    String one = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    String asked =
        "GET " + external() + " HTTP/1.1\r\nHost: x\r\nX-Remote-User: " + READER + "\r\n\r\n";
    String last = "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    String answers = exchange(secured(), one.repeat(500) + asked + one + last);

    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(503);
    assertThat(answers.indexOf("2500m"))
        .isGreaterThan(0)
        .isLessThan(answers.lastIndexOf("ok"))
        .isLessThan(answers.indexOf("HTTP/1.1 401"));
  }

  @Test
  void whatIsNoTlsIsCutOff() throws IOException {
    Socket plain = connect();
    plain.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));

    assertThat(isClosed(plain)).isTrue();
  }

  @Test
  void itEndsWithoutWaitingForIdlePeers() throws IOException {
    SSLSocket idle = secured();

    running.api().close();

    assertThat(isClosed(idle)).isTrue();
    assertThat(running.metric("connections")).isZero();
  }
}
