package dev.serval.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlateauTest {

  private final Plateau plateau = new Plateau();

  @Test
  void needsSeveralSlicesWithoutProgress() {
    for (double growing : new double[] {100, 200, 400, 390, 410, 800}) {
      assertThat(plateau.reachedWith(growing, 10)).isFalse();
    }
    for (double noisy : new double[] {780, 820, 810}) {
      assertThat(plateau.reachedWith(noisy, 10)).isFalse();
    }
    assertThat(plateau.reachedWith(790, 10)).isTrue();
  }

  @Test
  void aWaitingGraphShowsItsProgressInProcessorTime() {
    for (double falling : new double[] {900, 800, 700, 600, 500, 400}) {
      assertThat(plateau.reachedWith(230, falling)).isFalse();
    }
    for (int slice = 0; slice < 3; slice++) {
      assertThat(plateau.reachedWith(230, 395)).isFalse();
    }
    assertThat(plateau.reachedWith(230, 398)).isTrue();
  }

  @Test
  void aSystemThatAnswersNothingIsNoReasonToWait() {
    for (int slice = 0; slice < 3; slice++) {
      assertThat(plateau.reachedWith(0, Double.MAX_VALUE)).isFalse();
    }
    assertThat(plateau.reachedWith(0, Double.MAX_VALUE)).isTrue();
  }
}
