package dev.serval.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamTableTest {

  @Test
  void holdsWhatAMapWouldHold() {
    StreamTable<String> table = new StreamTable<>();
    Map<Integer, String> expected = new HashMap<>();
    Random random = new Random(11);
    for (int step = 0; step < 200_000; step++) {
      // Few enough numbers to collide, spread over the whole range.
      int number = random.nextInt(500) * 8_388_593 & Integer.MAX_VALUE;
      if (expected.containsKey(number)) {
        assertThat(table.get(number)).isEqualTo(expected.get(number));
        if (random.nextBoolean()) {
          assertThat(table.remove(number)).isEqualTo(expected.remove(number));
        }
      } else {
        assertThat(table.get(number)).isNull();
        assertThat(table.remove(number)).isNull();
        table.put(number, "v" + step);
        expected.put(number, "v" + step);
      }
      assertThat(table.size()).isEqualTo(expected.size());
    }
    List<String> seen = new ArrayList<>();
    table.forEach(seen::add);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected.values());
  }

  @Test
  void drainingLeavesItReadyForUse() {
    StreamTable<Integer> table = new StreamTable<>();
    for (int i = 1; i <= 300; i++) {
      table.put(i, i);
    }
    List<Integer> drained = new ArrayList<>();
    table.drain(
        value -> {
          assertThat(table.get(value)).isNull();
          drained.add(value);
        });
    assertThat(drained).hasSize(300).doesNotHaveDuplicates();
    assertThat(table.size()).isZero();
    table.put(5, 6);
    assertThat(table.get(5)).isEqualTo(6);
    assertThat(table.find(value -> value == 6)).isEqualTo(6);
    assertThat(table.find(value -> value == 7)).isNull();
  }
}
