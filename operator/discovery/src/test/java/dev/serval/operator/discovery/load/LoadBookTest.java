package dev.serval.operator.discovery.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.operator.discovery.ApplicationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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

    assertThat(book.load(SHOP, "Ranker", NOW)).contains(new DeploymentLoad(2, 9, 2));
    assertThat(book.load(SHOP, "Front", NOW)).contains(new DeploymentLoad(1, 9, 0));
    assertThat(book.total(NOW)).isEqualTo(new LoadTotal(3, 18, 2));
  }

  @Test
  void whatIsSaidAtOnceIsTheLoadNowAndLeavesWhatWasSaidRegularly() {
    book.report(front("f1"), 1, new ReplicaLoad(1, 3, Map.of("Ranker", 2L), false), NOW);
    book.reportAtOnce(front("f1"), 1, new ReplicaLoad(2, 1, Map.of(), false), NOW);

    assertThat(book.load(SHOP, "Front", NOW)).contains(new DeploymentLoad(1, 1, 0, 3));
    assertThat(book.load(SHOP, "Ranker", NOW)).contains(new DeploymentLoad(0, 0, 0, 2));

    book.report(front("f1"), 1, new ReplicaLoad(3, 4, Map.of(), false), NOW);
    assertThat(book.load(SHOP, "Front", NOW)).contains(new DeploymentLoad(1, 4, 0, 4));
    assertThat(book.load(SHOP, "Ranker", NOW)).contains(new DeploymentLoad(0, 0, 0, 0));
  }

  @Test
  void asLongAsNothingWasSaidRegularlyWhatIsSaidAtOnceCounts() {
    book.reportAtOnce(front("f1"), 1, new ReplicaLoad(1, 3, Map.of(), false), NOW);
    book.reportAtOnce(front("f1"), 1, new ReplicaLoad(2, 1, Map.of(), false), NOW);

    assertThat(book.load(SHOP, "Front", NOW)).contains(new DeploymentLoad(1, 1, 0, 1));
  }

  @Test
  void whatWasSaidRegularlyEndsWithItsConnectionAndItsReplica() {
    book.report(front("f1"), 1, new ReplicaLoad(1, 9, Map.of("Ranker", 2L), false), NOW);
    book.report(front("f2"), 1, new ReplicaLoad(1, 5, Map.of(), false), NOW);

    book.reportAtOnce(front("f1"), 2, new ReplicaLoad(1, 1, Map.of(), false), NOW);
    assertThat(book.load(SHOP, "Front", NOW)).contains(new DeploymentLoad(2, 6, 0, 6));
    assertThat(book.load(SHOP, "Ranker", NOW)).contains(new DeploymentLoad(0, 0, 0, 0));

    book.leave(front("f2"), 1);
    assertThat(book.load(SHOP, "Front", NOW)).contains(new DeploymentLoad(1, 1, 0, 1));
  }

  @Test
  void callsThatWaitForADeploymentAtZeroAreItsLoad() {
    book.report(front("f1"), 1, new ReplicaLoad(1, 1, Map.of("Ranker", 1L), false), NOW);

    assertThat(book.load(SHOP, "Ranker", NOW)).contains(new DeploymentLoad(0, 0, 1));
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
  void aReplicaThatMovesBetweenHubsIsKnownByItsLaterConnection() {
    ConnectionNumbers one = new ConnectionNumbers();
    ConnectionNumbers other = new ConnectionNumbers();
    ReplicaId replica = ranker("r1");
    long first = one.next(NOW);
    book.report(replica, first, load(7, 3), NOW);

    Instant moved = NOW.plusSeconds(1);
    long second = other.next(moved);
    assertThat(book.report(replica, second, load(1, 4), moved)).isTrue();
    assertThat(book.report(told(replica, first, load(8, 9), NOW), moved)).isFalse();
    book.leave(replica, first);
    assertThat(ongoing(moved)).isEqualTo(4);

    Instant back = NOW.plusSeconds(2);
    long third = one.next(back);
    assertThat(book.report(replica, third, load(1, 5), back)).isTrue();
    assertThat(book.report(told(replica, second, load(2, 4), moved), back)).isFalse();
    book.leave(replica, second);
    assertThat(ongoing(back)).isEqualTo(5);
    assertThat(book.replicas()).isEqualTo(1);
  }

  @Test
  void aClockThatIsAheadHoldsAReplicaNoLongerThanAReportCounts() {
    ReplicaId replica = ranker("r1");
    long ahead = new ConnectionNumbers().next(NOW.plusSeconds(60));
    long behind = new ConnectionNumbers().next(NOW.plusSeconds(1));
    book.report(replica, ahead, load(9, 3), NOW);

    Instant stillCounts = NOW.plus(VALIDITY);
    assertThat(book.report(replica, behind, load(1, 4), stillCounts)).isFalse();
    Instant later = stillCounts.plusMillis(1);
    assertThat(book.report(replica, behind, load(1, 4), later)).isTrue();
    assertThat(book.report(told(replica, ahead, load(10, 9), NOW), later)).isFalse();
    book.leave(replica, ahead);
    assertThat(ongoing(later)).isEqualTo(4);
  }

  @Test
  void theEndOfTheConnectionThatIsAheadLetsTheOtherCountAtOnce() {
    ReplicaId replica = ranker("r1");
    book.report(replica, 60, load(9, 3), NOW);

    book.leave(replica, 60);

    assertThat(book.report(replica, 2, load(1, 4), NOW)).isTrue();
  }

  @Test
  void aReportThatWasOnItsWayCountsFromWhenItWasSo() {
    Instant was = NOW.minusSeconds(4);
    assertThat(book.report(told(ranker("r1"), 1, load(1, 3), was), NOW)).isTrue();
    assertThat(book.report(told(ranker("r2"), 1, load(1, 5), NOW.plusSeconds(99)), NOW)).isTrue();
    Instant tooOld = NOW.minus(VALIDITY).minusMillis(1);
    assertThat(book.report(told(ranker("r3"), 1, load(1, 7), tooOld), NOW)).isFalse();
    assertThat(ongoing(NOW)).isEqualTo(8);

    assertThat(ongoing(NOW.plusSeconds(1))).isEqualTo(8);
    assertThat(ongoing(NOW.plusSeconds(2))).isEqualTo(5);
    assertThat(book.load(SHOP, "Ranker", NOW.plus(VALIDITY).plusMillis(1))).isEmpty();
    assertThat(book.replicas()).isZero();
  }

  @Test
  void whatExpiredMakesRoom() {
    for (int i = 0; i < 4; i++) {
      book.report(ranker("r" + i), i, load(1, 1), NOW);
    }
    Instant later = NOW.plus(VALIDITY).plusMillis(1);

    assertThat(book.report(ranker("r4"), 9, load(1, 2), later)).isTrue();
    assertThat(book.all(later)).extracting(each -> each.replica().name()).containsExactly("r4");
    assertThat(book.latest(ranker("r1"), later)).isEmpty();
  }

  @Test
  void callsForDeploymentsOfAnotherApplicationAreNotTheirLoad() {
    book.report(new ReplicaId(BANK, "Ranker", "b1"), 1, load(1, 0), NOW);
    book.report(
        front("f1"),
        2,
        new ReplicaLoad(
            1, 0, Map.of("Ranker", 5L, "bank/recsys/Ranker", 1_000L, "recsys/Ranker", 7L), false),
        NOW);

    assertThat(book.load(BANK, "Ranker", NOW)).contains(new DeploymentLoad(1, 0, 0));
    assertThat(book.load(SHOP, "Ranker", NOW)).contains(new DeploymentLoad(0, 0, 5));
  }

  @Test
  void sumsAreThoseOfTheReports() {
    Random random = new Random(7);
    LoadBook many = new LoadBook(VALIDITY, 50);
    List<String> names = List.of("Front", "Ranker", "Features");
    Instant now = NOW;
    for (int step = 0; step < 5_000; step++) {
      now = now.plusMillis(random.nextInt(200));
      ApplicationId application = random.nextBoolean() ? SHOP : BANK;
      String pod = "pod-" + random.nextInt(40);
      ReplicaId replica =
          new ReplicaId(application, names.get(Math.floorMod(pod.hashCode(), 3)), pod);
      if (random.nextInt(10) == 0) {
        many.leave(replica, random.nextInt(3));
      } else {
        Map<String, Long> queued =
            names.stream()
                .filter(name -> random.nextInt(3) == 0)
                .collect(Collectors.toMap(name -> name, name -> (long) random.nextInt(3)));
        ReplicaLoad load = new ReplicaLoad(step, random.nextInt(9), queued, random.nextBoolean());
        Instant at = now.minusMillis(random.nextInt(1_000));
        ReplicaReport told = told(replica, random.nextInt(3), load, at);
        boolean atOnce = random.nextBoolean();
        many.report(
            atOnce
                ? new ReplicaReport(replica, told.connection(), load, Optional.empty(), at)
                : told,
            now);
      }
      assertSums(many, names, now);
    }
  }

  private static void assertSums(LoadBook book, List<String> names, Instant now) {
    List<ReplicaReport> all = book.all(now);
    for (ApplicationId application : List.of(SHOP, BANK)) {
      List<ReplicaReport> own =
          all.stream().filter(each -> each.replica().application().equals(application)).toList();
      for (String name : names) {
        List<ReplicaReport> deployment =
            own.stream().filter(each -> each.replica().deployment().equals(name)).toList();
        DeploymentLoad expected =
            new DeploymentLoad(
                deployment.size(),
                deployment.stream().mapToLong(each -> each.load().ongoing()).sum(),
                own.stream().mapToLong(each -> each.load().queued().getOrDefault(name, 0L)).sum(),
                deployment.stream().mapToLong(each -> each.counted().ongoing()).sum()
                    + own.stream()
                        .mapToLong(each -> each.counted().queued().getOrDefault(name, 0L))
                        .sum());
        assertThat(book.load(application, name, now))
            .isEqualTo(own.isEmpty() ? Optional.empty() : Optional.of(expected));
      }
    }
    assertThat(book.total(now))
        .isEqualTo(
            new LoadTotal(
                all.size(),
                all.stream().mapToLong(each -> each.load().ongoing()).sum(),
                all.stream().mapToLong(each -> each.load().calls().queuedCalls()).sum()));
  }

  @Test
  void impossibleReportsAreRefused() {
    assertThatThrownBy(() -> new ReplicaLoad(1, 1, Map.of("D".repeat(64), 1L), false))
        .hasMessageContaining("64 characters, of at most 63");
    assertThatThrownBy(() -> load(1, -1)).hasMessageContaining("negative");
    Map<String, Long> tooMany =
        IntStream.range(0, CallCounts.MOST_TARGETS + 1)
            .boxed()
            .collect(Collectors.toMap(i -> "D" + i, i -> 1L));
    assertThatThrownBy(() -> new ReplicaLoad(1, 1, tooMany, false))
        .hasMessageContaining("65 deployments");
  }

  private long ongoing(Instant now) {
    return book.load(SHOP, "Ranker", now).orElseThrow().ongoing();
  }

  private static ReplicaReport told(
      ReplicaId replica, long connection, ReplicaLoad load, Instant at) {
    return new ReplicaReport(replica, connection, load, at);
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
