package dev.serval.samples.recsys.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Ratings to learn from, and what each user rated after them.
 *
 * @param train the ratings to learn from, by user and time
 * @param heldOut for each user, by ascending id, the ids of the films held out, ascending
 */
public record Split(List<Rating> train, Map<Integer, int[]> heldOut) {
  /** Makes both collections unmodifiable. */
  public Split {
    train = List.copyOf(train);
    heldOut = Collections.unmodifiableMap(heldOut);
  }

  /** The same, without the held-out films of users with fewer ratings to learn from. */
  Split ofUsersWith(int minRatings) {
    Map<Integer, Long> counts =
        train.stream().collect(Collectors.groupingBy(Rating::userId, Collectors.counting()));
    Map<Integer, int[]> kept = new TreeMap<>(heldOut);
    kept.keySet().removeIf(user -> counts.getOrDefault(user, 0L) < minRatings);
    return new Split(train, kept);
  }

  /**
   * Holds out the last ratings of each user by time; of ratings in the same second, the films with
   * the larger ids. A user with no more than {@code count} ratings keeps none to learn from.
   *
   * @param count how many ratings of each user to hold out, at least 1
   */
  public static Split lastOfEachUser(List<Rating> ratings, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, is " + count);
    }
    Map<Integer, List<Rating>> byUser = new TreeMap<>();
    for (Rating rating : ratings) {
      byUser.computeIfAbsent(rating.userId(), user -> new ArrayList<>()).add(rating);
    }
    List<Rating> train = new ArrayList<>(ratings.size());
    Map<Integer, int[]> heldOut = new TreeMap<>();
    byUser.forEach(
        (user, rated) -> {
          rated.sort(Rating.BY_TIME);
          int from = Math.max(0, rated.size() - count);
          train.addAll(rated.subList(0, from));
          int[] last = rated.stream().skip(from).mapToInt(Rating::filmId).toArray();
          Arrays.sort(last);
          heldOut.put(user, last);
        });
    return new Split(train, heldOut);
  }
}
