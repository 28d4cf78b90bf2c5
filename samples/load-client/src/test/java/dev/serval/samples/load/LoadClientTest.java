package dev.serval.samples.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadClientTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private boolean run(String... more) throws InterruptedException {
    return client(more).run();
  }

  private LoadClient client(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "--url";
    arguments[1] = "http://127.0.0.1:" + server.getAddress().getPort();
    System.arraycopy(more, 0, arguments, 2, more.length);
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new LoadClient(Options.parse(arguments), out);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Test
  void endsAfterTheRequestsThatWereAskedFor() throws InterruptedException {
    AtomicInteger received = new AtomicInteger();
    server.createContext(
        "/recommend",
        exchange -> reply(exchange, received.incrementAndGet() % 10 == 0 ? 503 : 200, "{}"));

    boolean served = run("--users", "4", "--seconds", "10", "--requests", "50", "--back-off", "1");

    assertThat(served).isTrue();
    assertThat(received).hasValue(50);
    assertThat(printed())
        .contains("requests  50 in ")
        .contains("status    200: 45  503: 5")
        .contains("5× HTTP 503 {}")
        .doesNotContain("batches");
  }

  @Test
  void endsWhenTheTimeIsOver() throws InterruptedException {
    server.createContext("/recommend", exchange -> reply(exchange, 200, "{}"));

    long begun = System.nanoTime();
    run("--users", "2", "--seconds", "1", "--ramp", "1");

    assertThat((System.nanoTime() - begun) / 1e9).isBetween(0.9, 10.0);
    assertThat(printed()).contains("    1s ").contains("p99");
  }

  @Test
  void whatIsUnderWayIsAnsweredWhenItIsEndedEarly() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch answered = new CountDownLatch(1);
    server.createContext(
        "/recommend",
        exchange -> {
          asked.countDown();
          try {
            answered.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          reply(exchange, 200, "{}");
        });
    LoadClient client = client("--users", "2", "--seconds", "60");
    Future<Boolean> served = threads.submit(client::run);
    asked.await();

    Thread end = Thread.ofPlatform().start(client::endEarly);
    while (end.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    answered.countDown();
    end.join();

    assertThat(served.get()).isTrue();
    assertThat(printed()).containsPattern("status    200: \\d+\\R").doesNotContain("no answer");
  }

  @Test
  void doesNotWaitForeverForAnAnswer() throws InterruptedException {
    server.createContext("/recommend", exchange -> {});

    boolean served = run("--users", "2", "--seconds", "1", "--timeout", "1", "--back-off", "0");

    assertThat(served).isFalse();
    assertThat(printed()).contains("no answer within 1 s");
  }

  @Test
  void saysWhatBatchingAndQueuesDidMeanwhile() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();
    server.createContext("/recommend", exchange -> reply(exchange, 200, "{}"));
    server.createContext(
        "/q/metrics",
        exchange -> {
          int look = looks.getAndIncrement();
          reply(
              exchange,
              200,
              """
              serval_batch_size_count{deployment="Ranker",method="rank"} %d
              serval_batch_size_sum{deployment="Ranker",method="rank"} %d
              serval_handle_queued_requests{deployment="Ranker"} 17
              serval_handle_back_pressured_total{deployment="Ranker"} %d
              """
                  .formatted(10 * look, 80 * look, look));
        });

    run("--users", "2", "--seconds", "3");

    assertThat(printed())
        .containsPattern("17     8\\.0\\R")
        .containsPattern("batches   Ranker\\.rank: \\d+0 of 8\\.0 items on average")
        .contains("queued    at most 17 calls")
        .containsPattern("refused   \\d calls between stages");
  }

  @Test
  void saysThatNothingListens() throws IOException, InterruptedException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    boolean served = run("--url", "http://127.0.0.1:" + free);

    assertThat(served).isFalse();
    assertThat(printed().lines()).hasSize(1);
    assertThat(printed())
        .startsWith("Nothing listens at http://127.0.0.1:" + free)
        .contains("make run");
  }
}
