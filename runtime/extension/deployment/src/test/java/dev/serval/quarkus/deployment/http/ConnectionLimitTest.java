package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.quarkus.test.QuarkusUnitTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that say nothing are bounded in number and in time. */
class ConnectionLimitTest extends DoorTests {

  private static final int LIMIT = 1_000;
  private static final int SILENT = 10_000;

  /** Connects so many between two requests of the connection that is not silent. */
  private static final int AT_A_TIME = 500;

  /** Of the process, for its jars, its threads' selectors and the server's connections. */
  private static final int OTHER_DESCRIPTORS = LIMIT + 1_000;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final String REQUEST = "GET /blocking HTTP/1.1\nHost: x\n\n";
  private static final String LAST_REQUEST =
      "GET /blocking HTTP/1.1\nHost: x\nConnection: close\n\n";

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application(SilentClients.class)
          .overrideConfigKey("serval.ingress.max-connections", Integer.toString(LIMIT))
          .overrideConfigKey("serval.ingress.idle-timeout", "10s");

  @Test
  void manySilentConnectionsKeepNobodyWaitingAndLeaveNothing() throws Exception {
    assertThat(get("/blocking").statusCode()).isEqualTo(200);
    long before = descriptors();
    int count = silentConnections();
    try (SilentClients silent = new SilentClients(root);
        RawConnection served = new RawConnection(root)) {
      assertThat(served.send(REQUEST).readUntil("true}")).startsWith("HTTP/1.1 200");
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      for (int connected = 0; connected < count; connected += AT_A_TIME) {
        silent.connect(Math.min(AT_A_TIME, count - connected), deadline);
        assertThat(served.send(REQUEST).readUntil("true}")).contains("HTTP/1.1 200");
      }
      // At once: those over the limit.
      await(() -> ended(silent) > count - LIMIT);

      assertThat(served.send(LAST_REQUEST).readAll()).contains("HTTP/1.1 200");
      // When they were silent too long: the others.
      await(() -> ended(silent) == count);
    }

    try (RawConnection connection = new RawConnection(root)) {
      assertThat(connection.send(LAST_REQUEST).readAll()).startsWith("HTTP/1.1 200");
    }
    await(() -> descriptors() <= before);
  }

  private static int ended(SilentClients clients) {
    try {
      return clients.ended();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Ten thousand, unless the process may not open so many; the JVM asks for all it may. */
  private static int silentConnections() {
    long possible = system().getMaxFileDescriptorCount() - OTHER_DESCRIPTORS;
    assumeTrue(possible > 2 * LIMIT, "ulimit -n of more than " + (OTHER_DESCRIPTORS + 2 * LIMIT));
    return (int) Math.min(SILENT, possible);
  }

  private static long descriptors() {
    return system().getOpenFileDescriptorCount();
  }

  private static UnixOperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
  }
}
