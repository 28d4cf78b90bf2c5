package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that say nothing are bounded in number and in time. */
class ConnectionLimitTest extends DoorTests {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application()
          .overrideConfigKey("serval.ingress.max-connections", "5")
          .overrideConfigKey("serval.ingress.idle-timeout", "1s");

  @Test
  void thoseOverTheLimitAndThoseThatStaySilentAreClosed() throws Exception {
    List<RawConnection> silent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      silent.add(new RawConnection(root));
    }

    for (RawConnection connection : silent) {
      assertThat(connection.readAll()).isEmpty();
      connection.close();
    }

    try (RawConnection connection = new RawConnection(root)) {
      connection.send("GET /blocking HTTP/1.1\nHost: x\nConnection: close\n\n");
      assertThat(connection.readAll()).startsWith("HTTP/1.1 200");
    }
  }
}
