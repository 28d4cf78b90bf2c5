package dev.serval.operator.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator does when a HorizontalPodAutoscaler doesn't do what it is told. */
class IdleAutoscalerTest {

  private static final Duration DECIDED = Duration.ofSeconds(31);

  /** Longer than an autoscaler has. */
  private static final Duration PATIENCE = Duration.ofSeconds(61);

  private final SimulatedCluster cluster = new SimulatedCluster();

  /** Ten replicas, and a load for twelve: a step that a tolerance of a tenth doesn't swallow. */
  @BeforeEach
  void autoscaled() {
    cluster.by = new ScaledBy.Hpa();
    cluster.spec = SimulatedCluster.between(1, 20);
    cluster.asked = 10;
    cluster.ready = 10;
    cluster.carry(24, 0);
  }

  @Test
  void whatAWiderToleranceSwallowsIsWrittenWhenTheAutoscalerHasNotFollowed() {
    cluster.pass(DECIDED.plusSeconds(55));
    assertThat(cluster.report().desired()).isEqualTo(12);
    assertThat(cluster.writes).as("it may still follow").isEmpty();

    cluster.pass(Duration.ofSeconds(10));

    assertThat(cluster.writes).containsExactly(12);
  }

  @Test
  void anAutoscalerThatSetsAnotherNumberAgainIsNotFought() {
    cluster.pass(DECIDED.plus(PATIENCE));
    assertThat(cluster.writes).containsExactly(12);

    cluster.asked = 10;
    cluster.pass(Duration.ofSeconds(55));
    assertThat(cluster.writes).as("once, and not again at once").containsExactly(12);

    cluster.pass(Duration.ofSeconds(10));
    assertThat(cluster.writes).containsExactly(12, 12);
  }

  @Test
  void anAutoscalerThatFollowsIsLeftAlone() {
    cluster.pass(DECIDED);
    cluster.asked = 12;
    cluster.start();
    cluster.pass(PATIENCE);
    cluster.carry(30, 0);
    cluster.pass(Duration.ofSeconds(40));
    assertThat(cluster.report().desired()).isEqualTo(15);
    cluster.pass(Duration.ofSeconds(40));

    assertThat(cluster.writes).isEmpty();
  }

  @Test
  void anAutoscalerThatGoesThereInStepsIsLeftAlone() {
    cluster.carry(38, 0);
    cluster.pass(DECIDED);
    for (int step = 0; step < 3; step++) {
      cluster.pass(Duration.ofSeconds(45));
      cluster.asked += 2;
      cluster.start();
    }

    assertThat(cluster.report().desired()).isEqualTo(19);
    assertThat(cluster.writes).isEmpty();
  }

  @Test
  void aNumberThatIsRefusedIsToldLikeAnyOther() {
    cluster.refusal = new IllegalStateException("replicas is not yours");

    cluster.pass(DECIDED.plus(PATIENCE).plusSeconds(15));

    assertThat(cluster.writes).hasSizeGreaterThan(5).containsOnly(12);
    assertThat(cluster.report().state().message()).contains("replicas is not yours");
  }

  @Test
  void whoSetsTheNumberByHandIsNotTakenForAnAutoscalerThatIsIdle() {
    cluster.pass(DECIDED.plusSeconds(50));
    cluster.asked = 11;
    cluster.foreign = Optional.of("kubectl");
    cluster.start();

    cluster.pass(Duration.ofSeconds(20));

    assertThat(cluster.writes).isEmpty();
  }
}
