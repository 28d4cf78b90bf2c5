package dev.serval.operator.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.discovery.load.ReplicaLoad;
import dev.serval.relay.v1.Departure;
import dev.serval.relay.v1.FromFollower;
import dev.serval.relay.v1.ReplicaReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final ApplicationId SHOP = new ApplicationId("shop", "recsys");

  private final LoadBook book = new LoadBook(Duration.ofSeconds(5), 10_000);
  private final List<Outbox.Urgency> work = new ArrayList<>();
  private final Outbox outbox = new Outbox(book, 3, work::add);

  @BeforeEach
  void listen() {
    book.listen(outbox);
  }

  @Test
  void nobodyIsToldBeforeThereIsALeader() {
    report("r1", 1, 1, 3, NOW);

    assertThat(outbox.next(NOW)).isEmpty();
    assertThat(work).isEmpty();
  }

  @Test
  void aNewLeaderIsToldEverythingThatStillCounts() {
    report("r1", 1, 1, 3, NOW.minusSeconds(6));
    report("r2", 2, 7, 4, NOW.minusSeconds(2));

    outbox.open(NOW);

    FromFollower message = outbox.next(NOW).orElseThrow();
    assertThat(message.getReportsList()).hasSize(1);
    ReplicaReport told = message.getReports(0);
    assertThat(told.getReplica().getPod()).isEqualTo("r2");
    assertThat(told.getConnection()).isEqualTo(2);
    assertThat(told.getSequence()).isEqualTo(7);
    assertThat(told.getOngoing()).isEqualTo(4);
    assertThat(told.getAgeMillis()).isEqualTo(2_000);
    assertThat(outbox.next(NOW)).isEmpty();
  }

  @Test
  void ofSeveralReportsTheLastIsTold() {
    outbox.open(NOW);
    work.clear();
    report("r1", 1, 1, 3, NOW);
    report("r1", 1, 2, 4, NOW.plusMillis(50));

    assertThat(work).containsExactly(Outbox.Urgency.SOON);
    FromFollower message = outbox.next(NOW.plusMillis(100)).orElseThrow();
    assertThat(message.getReportsList()).extracting(ReplicaReport::getOngoing).containsExactly(4);
    assertThat(message.getReports(0).getAgeMillis()).isEqualTo(50);
  }

  @Test
  void aReportAtOnceDoesNotHideTheRegularOneBeforeIt() {
    outbox.open(NOW);
    report("r1", 1, 1, 3, NOW);
    book.reportAtOnce(replica("r1"), 1, new ReplicaLoad(2, 0, Map.of(), false), NOW);

    ReplicaReport told = outbox.next(NOW.plusMillis(100)).orElseThrow().getReports(0);
    assertThat(told.getOngoing()).isZero();
    assertThat(told.getRegular().getOngoing()).isEqualTo(3);
  }

  @Test
  void whoLeftIsToldAtOnceAndNotReported() {
    outbox.open(NOW);
    work.clear();
    report("r1", 1, 1, 3, NOW);
    book.leave(replica("r1"), 1);
    report("r1", 2, 1, 5, NOW);
    book.leave(replica("r1"), 2);

    assertThat(work).contains(Outbox.Urgency.AT_ONCE);
    FromFollower message = outbox.next(NOW).orElseThrow();
    assertThat(message.getReportsList()).isEmpty();
    assertThat(message.getDeparturesList())
        .extracting(Departure::getConnection)
        .containsExactly(1L, 2L);
  }

  @Test
  void departuresThatWaitAreBounded() {
    outbox.open(NOW);
    for (int i = 0; i < 10; i++) {
      book.leave(replica("r" + i), i);
    }

    assertThat(outbox.next(NOW).orElseThrow().getDeparturesList()).hasSize(3);
  }

  @Test
  void everythingIsToldInMessagesThatALeaderTakes() {
    for (int i = 0; i < 5_000; i++) {
      report("pod-with-a-rather-long-name-" + i, 1, 1, i, NOW);
    }
    outbox.open(NOW);

    int told = 0;
    int messages = 0;
    for (Optional<FromFollower> next = outbox.next(NOW);
        next.isPresent();
        next = outbox.next(NOW)) {
      assertThat(next.get().getSerializedSize()).isLessThan(64 * 1024);
      told += next.get().getReportsCount();
      messages++;
    }
    assertThat(told).isEqualTo(5_000);
    assertThat(messages).isBetween(5, 50);
  }

  @Test
  void aLeaderThatIsGoneIsToldNothing() {
    outbox.open(NOW);
    report("r1", 1, 1, 3, NOW);
    book.leave(replica("r2"), 1);

    outbox.close();

    assertThat(outbox.next(NOW)).isEmpty();
  }

  private void report(String pod, long connection, long sequence, long ongoing, Instant now) {
    book.report(replica(pod), connection, new ReplicaLoad(sequence, ongoing, Map.of(), false), now);
  }

  private static ReplicaId replica(String pod) {
    return new ReplicaId(SHOP, "Ranker", pod);
  }
}
