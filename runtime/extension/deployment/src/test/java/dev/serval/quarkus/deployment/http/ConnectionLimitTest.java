package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.quarkus.test.QuarkusUnitTest;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that say nothing are bounded in number and in time. */
class ConnectionLimitTest extends DoorTests {

  private static final int LIMIT = 20;
  private static final int SILENT = 500;
  private static final String REQUEST = "GET /blocking HTTP/1.1\nHost: x\n\n";
  private static final String LAST_REQUEST =
      "GET /blocking HTTP/1.1\nHost: x\nConnection: close\n\n";

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application()
          .overrideConfigKey("serval.ingress.max-connections", Integer.toString(LIMIT))
          .overrideConfigKey("serval.ingress.idle-timeout", "5s");

  @Test
  void manySilentConnectionsKeepNobodyWaitingAndLeaveNothing() throws Exception {
    assertThat(get("/blocking").statusCode()).isEqualTo(200);
    long before = descriptors();
    List<RawConnection> silent = new ArrayList<>();
    try (RawConnection served = new RawConnection(root)) {
      assertThat(served.send(REQUEST).readUntil("true}")).startsWith("HTTP/1.1 200");
      for (int i = 0; i < SILENT; i++) {
        silent.add(new RawConnection(root));
      }
      // At once: those over the limit.
      await(() -> silent.stream().filter(RawConnection::ended).count() > SILENT - LIMIT);

      assertThat(served.send(LAST_REQUEST).readAll()).contains("HTTP/1.1 200");
    }
    // When they were silent too long: the others.
    await(() -> silent.stream().allMatch(RawConnection::ended));
    for (RawConnection connection : silent) {
      connection.close();
    }

    try (RawConnection connection = new RawConnection(root)) {
      assertThat(connection.send(LAST_REQUEST).readAll()).startsWith("HTTP/1.1 200");
    }
    await(() -> descriptors() <= before);
  }

  private static long descriptors() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }
}
