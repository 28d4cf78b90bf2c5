package dev.serval.core.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.time.ManualTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DnsDiscoveryTest {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();
  private final List<List<String>> found = new ArrayList<>();
  private CompletionStage<List<InetAddress>> answer = answer("198.18.0.2", "198.18.0.1");
  private String asked = "";
  private boolean wanted = true;

  private final DnsDiscovery discovery =
      new DnsDiscovery(
          Map.of("Ranker", "ranker.shop.svc.cluster.local:9400"),
          host -> {
            asked = host;
            return answer;
          },
          PERIOD,
          time,
          (deployment, endpoints) -> found.add(addresses(endpoints)),
          deployment -> wanted);

  private static List<String> addresses(Collection<ReplicaEndpoint> endpoints) {
    return endpoints.stream().map(ReplicaEndpoint::address).toList();
  }

  private static CompletionStage<List<InetAddress>> answer(String... addresses) {
    List<InetAddress> parsed = new ArrayList<>();
    for (String address : addresses) {
      parsed.add(InetAddress.ofLiteral(address));
    }
    return CompletableFuture.completedFuture(parsed);
  }

  @Test
  void everyAddressBehindTheNameIsAReplica() {
    discovery.start();

    assertThat(asked).isEqualTo("ranker.shop.svc.cluster.local");
    assertThat(found).containsExactly(List.of("198.18.0.1:9400", "198.18.0.2:9400"));
  }

  @Test
  void anAddressOfTheSixthVersionIsInBrackets() {
    answer = answer("2001:db8::1");

    discovery.start();

    assertThat(found).containsExactly(List.of("[2001:db8:0:0:0:0:0:1]:9400"));
  }

  @Test
  void aReplicaThatAppearsIsToldOfAfterThePeriod() {
    discovery.start();
    answer = answer("198.18.0.1", "198.18.0.2", "198.18.0.3");

    time.advance(PERIOD);

    assertThat(found)
        .hasSize(2)
        .last()
        .isEqualTo(List.of("198.18.0.1:9400", "198.18.0.2:9400", "198.18.0.3:9400"));
  }

  @Test
  void theSameAddressesInAnotherOrderAreNoNews() {
    discovery.start();
    answer = answer("198.18.0.1", "198.18.0.2");

    time.advance(PERIOD.multipliedBy(5));

    assertThat(found).hasSize(1);
  }

  @Test
  void aNameWithoutAnAnswerKeepsWhatIsKnownAndIsAskedForAgain() {
    discovery.start();
    answer = CompletableFuture.failedFuture(new UnknownHostException("nothing there"));
    time.advance(PERIOD);
    assertThat(found).hasSize(1);

    answer = answer("198.18.0.7");
    time.advance(PERIOD);

    assertThat(found).last().isEqualTo(List.of("198.18.0.7:9400"));
  }

  @Test
  void aSlowAnswerIsAwaitedBeforeTheNextQuestion() {
    CompletableFuture<List<InetAddress>> slow = new CompletableFuture<>();
    answer = slow;
    discovery.start();
    asked = "";

    time.advance(PERIOD.multipliedBy(10));

    assertThat(asked).isEmpty();
    slow.complete(List.of(InetAddress.ofLiteral("198.18.0.1")));
    assertThat(found).containsExactly(List.of("198.18.0.1:9400"));
  }

  @Test
  void nothingIsAskedWhileNobodyWantsToKnow() {
    wanted = false;
    discovery.start();
    time.advance(PERIOD.multipliedBy(5));
    assertThat(asked).isEmpty();

    wanted = true;
    time.advance(PERIOD);

    assertThat(found).hasSize(1);
  }

  @Test
  void theSameIsToldAgainOnRequest() {
    discovery.start();
    discovery.tellAgain();

    time.advance(PERIOD.multipliedBy(3));

    assertThat(found).hasSize(2);
  }

  @Test
  void nothingIsAskedOrToldAfterTheEnd() {
    discovery.start();
    discovery.close();
    asked = "";
    answer = answer("198.18.0.9");

    time.advance(PERIOD.multipliedBy(3));

    assertThat(asked).isEmpty();
    assertThat(found).hasSize(1);
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void aNameWithoutAPortIsRefusedWithItsValue() {
    assertThatThrownBy(
            () ->
                new DnsDiscovery(
                    Map.of("Ranker", "ranker"),
                    host -> answer,
                    PERIOD,
                    time,
                    (name, all) -> {},
                    name -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"ranker\"");
  }
}
