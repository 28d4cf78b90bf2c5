package dev.serval.samples.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void hitsWithinTheFirstK() {
    int[] ranked = {9, 8, 7};
    assertThat(RankingMetrics.hit(ranked, new int[] {1, 7}, 3)).isEqualTo(1);
    assertThat(RankingMetrics.hit(ranked, new int[] {1, 7}, 2)).isZero();
    assertThat(RankingMetrics.hit(ranked, new int[] {}, 3)).isZero();
    assertThat(RankingMetrics.hit(new int[] {}, new int[] {1}, 3)).isZero();
  }

  @Test
  void ndcgOfHandComputedLists() {
    int[] relevant = {2, 4, 6};
    // log2 of 2, 4 and 8 for the ranks 1, 3 and 7; the best list has the ranks 1, 2 and 3.
    double ideal = 1 + 1 / (Math.log(3) / Math.log(2)) + 0.5;
    assertThat(RankingMetrics.ndcg(new int[] {2, 4, 6}, relevant, 10)).isCloseTo(1, EXACT);
    assertThat(RankingMetrics.ndcg(new int[] {6, 0, 2, 1, 3, 5, 4}, relevant, 10))
        .isCloseTo((1 + 0.5 + 1.0 / 3) / ideal, EXACT);
    assertThat(RankingMetrics.ndcg(new int[] {6, 0, 2, 1, 3, 5, 4}, relevant, 6))
        .isCloseTo((1 + 0.5) / ideal, EXACT);
    assertThat(RankingMetrics.ndcg(new int[] {1, 2}, relevant, 1)).isZero();
    assertThat(RankingMetrics.ndcg(new int[] {4, 1}, relevant, 1)).isCloseTo(1, EXACT);
    assertThat(RankingMetrics.ndcg(new int[] {4}, new int[] {}, 1)).isZero();
  }

  @Test
  void evaluationIsTheMeanOverUsers() {
    List<Rating> ratings =
        List.of(
            new Rating(1, 10, 4, 1),
            new Rating(1, 11, 4, 2),
            new Rating(2, 10, 4, 1),
            new Rating(2, 12, 4, 2));
    Split split = Split.lastOfEachUser(ratings, 1);
    Map<String, Recommender> recommenders = new LinkedHashMap<>();
    recommenders.put("half", (user, seen, k) -> new int[] {99, 11});
    recommenders.put(
        "asked",
        (user, seen, k) -> {
          assertThat(seen).containsExactly(10);
          assertThat(k).isEqualTo(20);
          return new int[] {11, 12};
        });
    Evaluation evaluation = Evaluation.of(split, recommenders);
    double second = Math.log(2) / Math.log(3);
    assertThat(evaluation.users()).isEqualTo(2);
    assertThat(evaluation.row("half").hitRate10()).isEqualTo(0.5);
    assertThat(evaluation.row("half").ndcg10()).isCloseTo(second / 2, EXACT);
    assertThat(evaluation.row("asked").hitRate20()).isEqualTo(1);
    assertThat(evaluation.row("asked").ndcg20()).isCloseTo((1 + second) / 2, EXACT);
    assertThat(evaluation.table())
        .startsWith("| 2 users    | hit rate@10 |")
        .contains("| half       |       0.500 |   0.315 |       0.500 |   0.315 |");
    assertThatThrownBy(() -> evaluation.row("none")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void baselinesLeaveOutSeenFilms() {
    List<Rating> ratings =
        List.of(
            new Rating(1, 10, 4, 1),
            new Rating(2, 10, 4, 1),
            new Rating(2, 12, 4, 1),
            new Rating(3, 11, 4, 1));
    Recommender popularity = Baselines.popularity(ratings);
    assertThat(popularity.recommend(9, new int[] {}, 5)).containsExactly(10, 11, 12);
    assertThat(popularity.recommend(9, new int[] {10}, 1)).containsExactly(11);
    Recommender random = Baselines.random(new int[] {10, 11, 12}, 1);
    assertThat(random.recommend(9, new int[] {11}, 5)).containsExactlyInAnyOrder(10, 12);
    assertThat(random.recommend(9, new int[] {11}, 5))
        .isEqualTo(random.recommend(9, new int[] {11}, 5));
  }
}
