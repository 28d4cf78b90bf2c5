package dev.serval.operator.discovery.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.discovery.ApplicationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadListenerTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration VALIDITY = Duration.ofSeconds(5);
  private static final ApplicationId SHOP = new ApplicationId("shop", "recsys");
  private static final ReplicaId FRONT = new ReplicaId(SHOP, "Front", "f1");
  private static final ReplicaId RANKER = new ReplicaId(SHOP, "Ranker", "r1");

  private final LoadBook book = new LoadBook(VALIDITY, 100);
  private final List<String> told = new ArrayList<>();
  private long sequence;

  @BeforeEach
  void listen() {
    book.listen(
        new LoadListener() {
          @Override
          public void rose(ApplicationId application, Set<String> deployments) {
            told.add(application + " " + new TreeSet<>(deployments));
          }
        });
  }

  @Test
  void aFirstCallThatWaitsIsToldOnceUntilItIsLookedAt() {
    waits(Map.of("Ranker", 1L));
    assertThat(told).containsExactly("shop/recsys [Ranker]");
    waits(Map.of());
    waits(Map.of("Ranker", 1L));
    waits(Map.of("Ranker", 2L));
    assertThat(told).hasSize(2);

    look("Ranker");
    waits(Map.of("Ranker", 3L));
    assertThat(told).as("it waited when it was looked at").hasSize(2);

    look("Ranker");
    waits(Map.of());
    waits(Map.of("Ranker", 1L));
    assertThat(told).hasSize(3);
  }

  @Test
  void severalDeploymentsAreToldTogether() {
    waits(Map.of("Ranker", 1L, "Features", 1L));

    assertThat(told).containsExactly("shop/recsys [Features, Ranker]");
  }

  @Test
  void aLoadThatJumpsIsTold() {
    runs(4);
    assertThat(told).containsExactly("shop/recsys [Ranker]");
    runs(40);
    assertThat(told).as("not looked at").hasSize(1);

    look("Ranker");
    runs(79);
    assertThat(told).as("less than twice").hasSize(1);
    runs(80);
    assertThat(told).hasSize(2);
  }

  @Test
  void aLoadThatRisesByAFewCallsIsNotTold() {
    runs(3);
    look("Ranker");
    runs(6);

    assertThat(told).isEmpty();
  }

  @Test
  void whatIsNoNewsIsNotTold() {
    List<String> heard = new ArrayList<>();
    book.listen(
        new LoadListener() {
          @Override
          public void reported(ReplicaId replica) {
            heard.add(replica.name());
          }

          @Override
          public void left(ReplicaId replica, long connection) {
            heard.add(replica.name() + " left " + connection);
          }
        });
    ReplicaLoad load = new ReplicaLoad(1, 9, Map.of(), false);

    book.report(RANKER, 1, load, NOW);
    book.report(RANKER, 1, load, NOW);
    book.leave(RANKER, 1);

    assertThat(heard).containsExactly("r1", "r1 left 1");
    assertThat(told).hasSize(1);
  }

  private void waits(Map<String, Long> queued) {
    book.report(FRONT, 1, new ReplicaLoad(++sequence, 1, queued, false), NOW);
  }

  private void runs(long ongoing) {
    book.report(RANKER, 2, new ReplicaLoad(++sequence, ongoing, Map.of(), false), NOW);
  }

  private void look(String deployment) {
    assertThat(book.load(SHOP, deployment, NOW)).isPresent();
  }
}
