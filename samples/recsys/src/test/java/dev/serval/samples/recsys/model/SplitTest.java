package dev.serval.samples.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final Rating OLD = new Rating(1, 30, 4, 100);
  private static final Rating TIED_LOW = new Rating(1, 10, 4, 200);
  private static final Rating TIED_HIGH = new Rating(1, 20, 4, 200);
  private static final Rating NEW = new Rating(1, 5, 4, 300);
  private static final Rating OTHER = new Rating(2, 5, 4, 1);

  @Test
  void holdsOutTheLastOfEachUserByTime() {
    Split split = Split.lastOfEachUser(List.of(NEW, TIED_HIGH, OTHER, OLD, TIED_LOW), 2);
    assertThat(split.train()).containsExactly(OLD, TIED_LOW);
    assertThat(split.heldOut()).containsOnlyKeys(1, 2);
    assertThat(split.heldOut().get(1)).containsExactly(5, 20);
    assertThat(split.heldOut().get(2)).containsExactly(5);
  }

  @Test
  void dropsUsersWithTooLittleLeft() {
    Split split = Split.lastOfEachUser(List.of(NEW, TIED_HIGH, OTHER, OLD, TIED_LOW), 2);
    assertThat(split.ofUsersWith(2).heldOut()).containsOnlyKeys(1);
    assertThat(split.ofUsersWith(3).heldOut()).isEmpty();
  }

  @Test
  void holdsOutAtLeastOne() {
    assertThatThrownBy(() -> Split.lastOfEachUser(List.of(OLD), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count");
  }
}
