package dev.serval.core.wire;

import static dev.serval.core.wire.WireRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.handle.DeploymentClient;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.route.Router;
import dev.serval.core.route.RouterOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Host names of endpoints are looked up without holding an event loop. */
@Timeout(60)
class HostNamesTest {

  private final WireRig rig = new WireRig();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger questions = new AtomicInteger();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void everyEventLoopGoesOnWhileANameServerIsSilent() throws Exception {
    Router router =
        routerTo(
            rig.host(8),
            host -> {
              asked.countDown();
              awaitAnswer();
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            });
    asked.await();

    for (int i = 0; i < 4; i++) {
      assertThat(rig.loops.next().submit(() -> "goes on").get(20, TimeUnit.SECONDS))
          .isEqualTo("goes on");
    }
    assertThat(router.availableReplicas()).isZero();

    answer.countDown();
    await(() -> router.availableReplicas() == 1);
    DeploymentClient client = new DeploymentClient(router, EchoStage.DESCRIPTOR);
    assertThat(client.call(client.target("echo"), "hello")).isEqualTo("hello");
    router.close();
  }

  @Test
  void aNameThatIsNotKnownYetIsAskedForAgain() {
    Router router =
        routerTo(
            rig.host(8),
            host -> {
              if (questions.incrementAndGet() < 3) {
                throw new UnknownHostException(host);
              }
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            });

    await(() -> router.availableReplicas() == 1);
    assertThat(questions).hasValue(3);
    router.close();
  }

  @Test
  void readingAnAddressAsksNobody() {
    assertThat(Addresses.parse("localhost:80").isUnresolved()).isTrue();
    assertThat(Addresses.parse("127.0.0.1:80").isUnresolved()).isFalse();
    assertThat(Addresses.parse("[::1]:80").isUnresolved()).isFalse();
  }

  private Router routerTo(WireRig.Host host, HostNames.Lookup lookup) {
    WireClient client = new WireClient(rig.loops, rig.options(), rig.time, lookup);
    Router router =
        new Router(
            WireRig.DEPLOYMENT,
            new RouterOptions(RouterOptions.Policy.LEAST_LOADED, RouterOptions.UNBOUNDED, "", ""),
            rig.time,
            client.linksTo(WireRig.DEPLOYMENT));
    String address = "echo.invalid:" + host.address.getPort();
    router.update(List.of(new ReplicaEndpoint("echo", address, "", "")));
    return router;
  }

  private void awaitAnswer() {
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
