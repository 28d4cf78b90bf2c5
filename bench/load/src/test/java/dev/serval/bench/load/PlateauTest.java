package dev.serval.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlateauTest {

  @Test
  void needsSeveralSlicesWithoutGrowth() {
    Plateau plateau = new Plateau();

    for (double growing : new double[] {100, 200, 400, 390, 410, 800}) {
      assertThat(plateau.reachedWith(growing)).isFalse();
    }
    assertThat(plateau.reachedWith(780)).isFalse();
    assertThat(plateau.reachedWith(820)).isFalse();
    assertThat(plateau.reachedWith(810)).isTrue();
  }

  @Test
  void aSystemThatAnswersNothingIsNoReasonToWait() {
    Plateau plateau = new Plateau();

    assertThat(plateau.reachedWith(0)).isFalse();
    assertThat(plateau.reachedWith(0)).isFalse();
    assertThat(plateau.reachedWith(0)).isTrue();
  }
}
