package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.serval.operator.cluster.FreePorts;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiServerWaitTest {

  private static final int UNAVAILABLE = 503;
  private static final int FORBIDDEN = 403;
  private static final int READY = 200;

  private final int port = FreePorts.next();
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(new ConfigBuilder().withMasterUrl("http://127.0.0.1:" + port).build())
          .build();
  private HttpServer server;
  private volatile int code;
  private int pauses;

  @AfterEach
  void stop() {
    client.close();
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void waitsWhileNobodyIsThere() throws InterruptedException {
    ApiServerWait.untilReady(
        client,
        () -> {
          if (++pauses == 3) {
            answer(READY);
          }
        });

    assertThat(pauses).isEqualTo(3);
  }

  @Test
  void waitsWhileTheServerStarts() throws InterruptedException {
    answer(UNAVAILABLE);

    ApiServerWait.untilReady(
        client,
        () -> {
          pauses++;
          code = pauses < 40 ? UNAVAILABLE : pauses < 45 ? FORBIDDEN : READY;
        });

    assertThat(pauses).isEqualTo(45);
  }

  @Test
  void startsInTheEndWhereItMayNotAsk() throws InterruptedException {
    answer(FORBIDDEN);

    ApiServerWait.untilReady(client, () -> pauses++);

    assertThat(pauses).isEqualTo(29);
  }

  private void answer(int first) {
    code = first;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/readyz",
        exchange -> {
          exchange.sendResponseHeaders(code, -1);
          exchange.close();
        });
    server.start();
  }
}
