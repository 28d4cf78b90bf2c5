package dev.serval.operator.discovery.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.operator.discovery.ApplicationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadBookTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration VALIDITY = Duration.ofSeconds(5);
  private static final ApplicationId SHOP = new ApplicationId("shop", "recsys");
  private static final ApplicationId BANK = new ApplicationId("bank", "recsys");

  private final LoadBook book = new LoadBook(VALIDITY, 4);

  @Test
  void theLatestReportsAreAddedUp() {
    book.report(ranker("r1"), 1, load(1, 3), NOW);
    book.report(ranker("r2"), 2, load(1, 4), NOW);
    book.report(front("f1"), 3, new ReplicaLoad(1, 9, Map.of("Ranker", 2L), false), NOW);
    book.report(ranker("r1"), 1, new ReplicaLoad(2, 5, Map.of(), true), NOW);

    assertThat(book.load(SHOP, "Ranker", NOW)).contains(new DeploymentLoad(2, 1, 9, 3, 2));
    assertThat(book.load(SHOP, "Front", NOW)).contains(new DeploymentLoad(1, 0, 9, 3, 0));
    assertThat(book.total(NOW)).isEqualTo(new LoadTotal(3, 18, 2));
  }

  @Test
  void callsThatWaitForADeploymentAtZeroAreItsLoad() {
    book.report(front("f1"), 1, new ReplicaLoad(1, 1, Map.of("Ranker", 1L), false), NOW);

    assertThat(book.load(SHOP, "Ranker", NOW)).contains(new DeploymentLoad(0, 0, 0, 1, 1));
  }

  @Test
  void oldAndDoubleReportsChangeNothing() {
    assertThat(book.report(ranker("r1"), 2, load(5, 1), NOW)).isTrue();
    assertThat(book.report(ranker("r1"), 2, load(5, 7), NOW)).isFalse();
    assertThat(book.report(ranker("r1"), 2, load(4, 7), NOW)).isFalse();
    assertThat(book.report(ranker("r1"), 1, load(9, 7), NOW)).isFalse();
    assertThat(book.load(SHOP, "Ranker", NOW).orElseThrow().ongoing()).isEqualTo(1);

    assertThat(book.report(ranker("r1"), 3, load(1, 2), NOW)).isTrue();
    assertThat(book.load(SHOP, "Ranker", NOW).orElseThrow().ongoing()).isEqualTo(2);
  }

  @Test
  void noDataIsNotZero() {
    assertThat(book.load(SHOP, "Ranker", NOW)).isEmpty();
    book.report(ranker("r1"), 1, load(1, 3), NOW);

    assertThat(book.load(SHOP, "Ranker", NOW.plus(VALIDITY))).isPresent();
    assertThat(book.load(SHOP, "Ranker", NOW.plus(VALIDITY).plusMillis(1))).isEmpty();
    assertThat(book.load(BANK, "Ranker", NOW)).isEmpty();
  }

  @Test
  void aReplicaThatLeftIsForgotten() {
    book.report(ranker("r1"), 1, load(1, 3), NOW);
    book.report(ranker("r1"), 2, load(1, 4), NOW);

    book.leave(ranker("r1"), 1);
    assertThat(book.load(SHOP, "Ranker", NOW).orElseThrow().ongoing()).isEqualTo(4);

    book.leave(ranker("r1"), 2);
    assertThat(book.load(SHOP, "Ranker", NOW)).isEmpty();
    assertThat(book.replicas()).isZero();
    book.leave(ranker("r1"), 2);
    assertThat(book.replicas()).isZero();
  }

  @Test
  void thereAreNoMoreReplicasThanTheBound() {
    for (int i = 0; i < 4; i++) {
      assertThat(book.report(ranker("r" + i), i, load(1, 1), NOW)).isTrue();
    }
    assertThat(book.report(ranker("r4"), 9, load(1, 1), NOW)).isFalse();
    assertThat(book.report(new ReplicaId(BANK, "Ranker", "r5"), 9, load(1, 1), NOW)).isFalse();
    assertThat(book.report(ranker("r3"), 9, load(1, 2), NOW)).isTrue();
    assertThat(book.replicas()).isEqualTo(4);
  }

  @Test
  void impossibleReportsAreRefused() {
    assertThatThrownBy(() -> load(1, -1)).hasMessageContaining("negative");
    Map<String, Long> tooMany =
        IntStream.range(0, ReplicaLoad.MOST_TARGETS + 1)
            .boxed()
            .collect(Collectors.toMap(i -> "D" + i, i -> 1L));
    assertThatThrownBy(() -> new ReplicaLoad(1, 1, tooMany, false))
        .hasMessageContaining("65 deployments");
  }

  private static ReplicaLoad load(long sequence, long ongoing) {
    return new ReplicaLoad(sequence, ongoing, Map.of(), false);
  }

  private static ReplicaId ranker(String name) {
    return new ReplicaId(SHOP, "Ranker", name);
  }

  private static ReplicaId front(String name) {
    return new ReplicaId(SHOP, "Front", name);
  }
}
