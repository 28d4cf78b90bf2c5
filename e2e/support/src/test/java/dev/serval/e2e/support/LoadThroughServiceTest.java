package dev.serval.e2e.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.serval.e2e.support.LoadFigures.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadThroughServiceTest {

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean tenth = requests.incrementAndGet() % 10 == 0;
    byte[] body = (tenth ? "no" : "yes").getBytes(UTF_8);
    exchange.sendResponseHeaders(tenth ? 503 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void countsWhatFailsByItsKind() {
    LoadFigures figures = figures("yes");

    assertThat(figures.requests()).isEqualTo(requests.get()).isGreaterThanOrEqualTo(50);
    assertThat(figures.failed()).isEqualTo(requests.get() / 10);
    assertThat(figures.kinds()).containsOnlyKeys("503 no");
    assertThat(figures.toString()).contains(figures.failed() + " failed", "503 no");
  }

  @Test
  void wrongAnswerIsAFailure() {
    LoadFigures figures = figures("no");

    assertThat(figures.failed()).isEqualTo(figures.requests());
    assertThat(figures.kinds()).containsKey("wrong answer: yes");
  }

  @Test
  void failuresAreToldByWhenTheirRequestWasDue() {
    LoadFigures figures = figures("yes");
    Duration first = figures.failures().getFirst().due();

    assertThat(figures.failures()).isSortedAccordingTo(Comparator.comparing(Failure::due));
    assertThat(figures.failuresDueAfter(first))
        .isEqualTo(figures.failures().subList(1, figures.failures().size()));
    assertThat(figures.failuresDueAfter(figures.duration())).isEmpty();
  }

  private LoadFigures figures(String right) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    HttpRequest request = HttpRequest.newBuilder(address).build();
    try (LoadThroughService load = LoadThroughService.start(request, 200, right::equals)) {
      Await.until("50 requests", Duration.ofSeconds(20), () -> requests.get() >= 50);
      return load.stop("test");
    }
  }
}
