package dev.serval.operator.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.status.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What scaling does with numbers of replicas that somebody else has set. */
class OthersNumbersTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DOWN = Duration.ofSeconds(700);

  private final SimulatedCluster cluster = new SimulatedCluster();

  @Test
  void whatTheUserScalesIsOnlyShown() {
    cluster.by = new ScaledBy.User();
    cluster.asked = 9;
    cluster.ready = 9;
    cluster.carry(40, 7);

    cluster.pass(DOWN);

    assertThat(cluster.writes).isEmpty();
    assertThat(cluster.report().desired()).isEqualTo(9);
    assertThat(cluster.report().ongoing()).isEqualTo(40);
    assertThat(cluster.report().queued()).isEqualTo(7);
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.EXTERNAL_SCALING);
    assertThat(cluster.values.values("shop")).isEmpty();
  }

  @Test
  void whatSomebodyScaledByHandIsWhereDecisionsBegin() {
    cluster.pass(Duration.ofSeconds(40));
    cluster.asked = 4;
    cluster.foreign = Optional.of("kubectl");
    cluster.start();

    cluster.pass(Duration.ofSeconds(590));
    assertThat(cluster.writes).as("it stays until the delay is over").isEmpty();

    cluster.pass(Duration.ofSeconds(60));
    assertThat(cluster.writes).as("then the load decides").containsExactly(1);
  }

  @Test
  void whatSomebodyScaledBeyondTheBoundsIsBroughtBackAtOnce() {
    cluster.pass(Duration.ofSeconds(40));
    cluster.asked = 9;
    cluster.foreign = Optional.of("kubectl");

    cluster.pass(SECOND);

    assertThat(cluster.writes).containsExactly(5);
  }

  @Test
  void anAutoscalerThatIsLateIsNotTakenForSomebody() {
    cluster.by = new ScaledBy.Hpa();
    cluster.carry(9, 0);
    cluster.pass(Duration.ofSeconds(40));
    assertThat(cluster.report().desired()).isEqualTo(5);

    cluster.asked = 3;
    cluster.pass(SECOND);

    assertThat(cluster.report().desired()).isEqualTo(5);
  }

  @Test
  void anOperatorThatBeginsToLeadTakesNobodyAwayBeforeAFullWindow() {
    cluster.spec = SimulatedCluster.between(1, 5);
    cluster.asked = 4;
    cluster.start();
    cluster.carry(0, 0);
    cluster.pass(Duration.ofSeconds(590));

    cluster.anotherLeads();
    cluster.pass(Duration.ofSeconds(590));
    assertThat(cluster.writes).isEmpty();

    cluster.pass(Duration.ofSeconds(60));
    assertThat(cluster.writes).containsExactly(1);
  }

  @Test
  void theLastWriteOfTheOperatorThatLedBeforeIsNotUndone() {
    cluster.asked = 2;
    cluster.start();
    cluster.carry(4, 0);
    cluster.pass(Duration.ofSeconds(3));

    // it comes late through the cache of who leads now
    cluster.asked = 4;
    cluster.pass(Duration.ofSeconds(20));
    assertThat(cluster.writes).isEmpty();
    assertThat(cluster.report().desired()).isEqualTo(4);

    cluster.start();
    cluster.pass(Duration.ofSeconds(570));
    assertThat(cluster.writes).as("the delay begins with it").isEmpty();
    cluster.pass(Duration.ofSeconds(100));
    assertThat(cluster.writes).containsExactly(2);
  }

  @Test
  void aLateNumberOfTheOperatorThatLedBeforeIsKeptWithinTheBounds() {
    cluster.carry(1, 0);
    cluster.pass(Duration.ofSeconds(3));

    cluster.asked = 9;
    cluster.pass(SECOND);

    assertThat(cluster.writes).containsExactly(5);
  }

  @Test
  void fewerThanAnOperatorHasDecidedItselfAreNoLateNumber() {
    cluster.carry(9, 0);
    cluster.pass(Duration.ofSeconds(4));
    cluster.carry(40, 0);
    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.asked).as("a burst").isEqualTo(5);

    cluster.asked = 3;
    cluster.pass(Duration.ofSeconds(8));

    assertThat(cluster.asked).isEqualTo(5);
  }
}
