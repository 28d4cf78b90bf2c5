package dev.serval.samples.recsys.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Recommenders that know nothing of the user: what any model has to beat. */
public final class Baselines {
  private Baselines() {}

  /**
   * The films that most users rated, for everyone; of equally many the smaller id first.
   *
   * @param train the ratings that count
   */
  public static Recommender popularity(List<Rating> train) {
    Map<Integer, Long> counts =
        train.stream().collect(Collectors.groupingBy(Rating::filmId, Collectors.counting()));
    int[] byCount =
        counts.keySet().stream()
            .sorted(
                Comparator.comparing((Function<Integer, Long>) counts::get)
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    return (userId, seen, k) -> firstUnseen(byCount, seen, k);
  }

  /**
   * Films in an order that a user's id and the seed determine.
   *
   * @param films ids of the films to choose from
   */
  public static Recommender random(int[] films, long seed) {
    int[] all = films.clone();
    return (userId, seen, k) -> {
      Random random = new Random(seed * 1_000_003 + userId);
      int[] shuffled = all.clone();
      for (int i = shuffled.length - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        int film = shuffled[i];
        shuffled[i] = shuffled[other];
        shuffled[other] = film;
      }
      return firstUnseen(shuffled, seen, k);
    };
  }

  private static int[] firstUnseen(int[] films, int[] seen, int k) {
    return Arrays.stream(films).filter(f -> Arrays.binarySearch(seen, f) < 0).limit(k).toArray();
  }
}
