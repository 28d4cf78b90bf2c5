package dev.serval.core.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.call.Together;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.time.ManualTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hub and DNS together. */
@Timeout(60)
class DiscoveryTest {

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(Discovery.HUB_GRACE_SECONDS);
  private static final ReplicaEndpoint ONE = named("ranker-1", "198.18.0.1:9400");
  private static final ReplicaEndpoint TWO = named("ranker-2", "198.18.0.2:9400");

  private final ManualTime time = new ManualTime();
  private final List<Collection<ReplicaEndpoint>> found = new CopyOnWriteArrayList<>();
  private CompletionStage<List<InetAddress>> answer = noAnswer();
  private int questions;

  private final Discovery discovery =
      new Discovery(
          Set.of("Ranker", "Features"),
          Map.of("Ranker", "ranker.shop.svc.cluster.local:9400"),
          () ->
              host -> {
                questions++;
                return answer;
              },
          PERIOD,
          time,
          (deployment, replicas) -> {
            if (deployment.equals("Ranker")) {
              found.add(List.copyOf(replicas));
            }
          });

  private static ReplicaEndpoint named(String id, String address) {
    return new ReplicaEndpoint(id, address, "node-1", "zone-1");
  }

  private static CompletionStage<List<InetAddress>> noAnswer() {
    return CompletableFuture.failedFuture(new UnknownHostException("nothing there"));
  }

  private static CompletionStage<List<InetAddress>> answer(String... addresses) {
    List<InetAddress> parsed = new ArrayList<>();
    for (String address : addresses) {
      parsed.add(InetAddress.ofLiteral(address));
    }
    return CompletableFuture.completedFuture(parsed);
  }

  private void hub(ReplicaEndpoint... replicas) {
    discovery.hubFound(Map.of("Ranker", List.of(replicas)));
  }

  @Test
  void untilTheHubSpeaksDnsCounts() {
    answer = answer("198.18.0.1");
    discovery.start();

    assertThat(found).containsExactly(List.of(ReplicaEndpoint.at("198.18.0.1:9400")));
  }

  @Test
  void whileTheHubSpeaksItCountsAloneAndDnsIsNotAsked() {
    answer = answer("198.18.0.1", "198.18.0.9");
    discovery.start();

    hub(ONE);
    discovery.hubConnected();
    int before = questions;
    time.advance(Duration.ofMinutes(1));

    assertThat(found).last().isEqualTo(List.of(ONE));
    assertThat(questions).isEqualTo(before);
    hub(ONE, TWO);
    assertThat(found).last().isEqualTo(List.of(ONE, TWO));
  }

  @Test
  void aDeploymentThatTheHubHasNotNamedIsFoundByDns() {
    answer = answer("198.18.0.1");
    discovery.start();
    discovery.hubFound(Map.of("Features", List.of()));
    discovery.hubConnected();
    answer = answer("198.18.0.1", "198.18.0.2");

    time.advance(PERIOD);

    assertThat(found).last().asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(2);
  }

  @Test
  void aHubThatIsAwayForAMomentChangesNothing() {
    discovery.start();
    hub(ONE);
    discovery.hubConnected();
    answer = answer("198.18.0.7");

    discovery.hubLost();
    time.advance(GRACE.minusMillis(1));
    discovery.hubConnected();
    time.advance(GRACE);

    assertThat(found).containsExactly(List.of(ONE));
  }

  @Test
  void whenTheHubHasBeenAwayForLongDnsSaysWhichOfItsReplicasThereAre() {
    discovery.start();
    hub(ONE, TWO);
    discovery.hubConnected();
    answer = answer("198.18.0.2", "198.18.0.3");

    discovery.hubLost();
    time.advance(GRACE.plus(PERIOD));

    assertThat(found)
        .containsExactly(List.of(ONE, TWO), List.of(TWO, ReplicaEndpoint.at("198.18.0.3:9400")));
  }

  @Test
  void anAnswerFromBeforeTheHubSpokeDoesNotCountAfterIt() {
    answer = answer("198.18.0.9");
    discovery.start();
    hub(ONE);
    discovery.hubConnected();
    answer = noAnswer();

    discovery.hubLost();
    time.advance(Duration.ofMinutes(1));

    assertThat(found).last().as("nobody knows better").isEqualTo(List.of(ONE));
  }

  @Test
  void theSameAnswerAsBeforeTheHubSpokeCountsWhenItIsGivenAgain() {
    answer = answer("198.18.0.9");
    discovery.start();
    hub(ONE);
    discovery.hubConnected();

    discovery.hubLost();
    time.advance(GRACE.plus(PERIOD));

    assertThat(found).last().isEqualTo(List.of(ReplicaEndpoint.at("198.18.0.9:9400")));
  }

  @Test
  void aHubThatIsBackCountsAgain() {
    discovery.start();
    hub(ONE);
    discovery.hubConnected();
    answer = answer("198.18.0.1", "198.18.0.2");
    discovery.hubLost();
    time.advance(GRACE.plus(PERIOD));
    assertThat(found).last().isEqualTo(List.of(ONE, ReplicaEndpoint.at("198.18.0.2:9400")));

    hub(ONE, TWO);
    discovery.hubConnected();

    assertThat(found).last().isEqualTo(List.of(ONE, TWO));
  }

  @Test
  void aSlowAnswerThatComesWhenTheHubIsBackIsNotTaken() {
    CompletableFuture<List<InetAddress>> slow = new CompletableFuture<>();
    answer = slow;
    discovery.start();
    hub(ONE);
    discovery.hubConnected();

    slow.complete(List.of(InetAddress.ofLiteral("198.18.0.9")));

    assertThat(found).containsExactly(List.of(ONE));
  }

  @Test
  void aDeploymentWithoutReplicasIsSaidToHaveNone() {
    answer = answer("198.18.0.1");
    discovery.start();

    hub();
    discovery.hubConnected();

    assertThat(found).last().isEqualTo(List.of());
  }

  @Test
  void othersAreNoBusinessOfThisProcess() {
    List<String> named = new ArrayList<>();
    try (Discovery none =
        new Discovery(
            Set.of("Ranker"),
            Map.of(),
            () -> {
              throw new AssertionError("there are no names");
            },
            PERIOD,
            time,
            (deployment, replicas) -> named.add(deployment))) {
      none.start();
      none.hubFound(Map.of("Ranker", List.of(ONE), "Other", List.of(TWO)));
      none.hubConnected();
    }

    assertThat(named).containsExactly("Ranker");
  }

  @Test
  void theLastWordIsPassedOnWhoeverBringsIt() throws Exception {
    AtomicInteger next = new AtomicInteger();
    discovery.start();
    discovery.hubConnected();

    Together.run(
        4,
        thread -> {
          for (int i = 0; i < 500; i++) {
            hub(named("ranker-" + next.incrementAndGet(), "198.18.0.1:9400"));
          }
        });
    hub(TWO);

    assertThat(found).last().isEqualTo(List.of(TWO));
  }

  @Test
  void nothingIsLeftBehind() {
    answer = answer("198.18.0.1");
    discovery.start();
    hub(ONE);
    discovery.hubConnected();
    discovery.hubLost();

    discovery.close();
    hub(TWO);
    time.advance(Duration.ofMinutes(1));

    assertThat(found).last().isEqualTo(List.of(ONE));
    assertThat(time.pendingTimers()).isZero();
  }
}
