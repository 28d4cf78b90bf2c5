package dev.serval.samples.recsys.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Recommenders measured on the same held-out films. Every user with held-out films counts alike;
 * each recommender ranks its whole catalogue without the films the user rated before, and a
 * held-out film is relevant whatever its stars.
 *
 * @param users how many users were asked
 * @param rows the measures of each recommender
 */
public record Evaluation(int users, List<Row> rows) {

  /**
   * The measures of one recommender, each the mean over users and between 0 and 1.
   *
   * @param name what the recommender is called
   * @param hitRate10 share of users with a held-out film among the first 10
   * @param ndcg10 {@link RankingMetrics#ndcg} of the first 10
   * @param hitRate20 share of users with a held-out film among the first 20
   * @param ndcg20 {@link RankingMetrics#ndcg} of the first 20
   */
  public record Row(
      String name, double hitRate10, double ndcg10, double hitRate20, double ndcg20) {}

  /** Makes {@code rows} unmodifiable. */
  public Evaluation {
    rows = List.copyOf(rows);
  }

  /** Measures each recommender, in the order of the map, on what the split holds out. */
  public static Evaluation of(Split split, Map<String, Recommender> recommenders) {
    Map<Integer, int[]> seen = seenFilms(split.train());
    List<Row> rows = new ArrayList<>();
    recommenders.forEach((name, recommender) -> rows.add(measure(name, recommender, split, seen)));
    return new Evaluation(split.heldOut().size(), rows);
  }

  /**
   * The row of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Row row(String name) {
    return rows.stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no row " + name + " in " + rows));
  }

  /** The measures as a Markdown table. */
  public String table() {
    StringBuilder table = new StringBuilder();
    String line = "| %-10s | %11s | %7s | %11s | %7s |%n";
    table.append(
        format(line, users + " users", "hit rate@10", "NDCG@10", "hit rate@20", "NDCG@20"));
    table.append(format(line, "---", "---:", "---:", "---:", "---:"));
    for (Row row : rows) {
      table.append(
          format(
              "| %-10s | %11.3f | %7.3f | %11.3f | %7.3f |%n",
              row.name(), row.hitRate10(), row.ndcg10(), row.hitRate20(), row.ndcg20()));
    }
    return table.toString();
  }

  private static Row measure(
      String name, Recommender recommender, Split split, Map<Integer, int[]> seen) {
    double[] sums = new double[4];
    split
        .heldOut()
        .forEach(
            (user, relevant) -> {
              int[] ranked = recommender.recommend(user, seen.getOrDefault(user, new int[0]), 20);
              sums[0] += RankingMetrics.hit(ranked, relevant, 10);
              sums[1] += RankingMetrics.ndcg(ranked, relevant, 10);
              sums[2] += RankingMetrics.hit(ranked, relevant, 20);
              sums[3] += RankingMetrics.ndcg(ranked, relevant, 20);
            });
    int users = Math.max(1, split.heldOut().size());
    return new Row(name, sums[0] / users, sums[1] / users, sums[2] / users, sums[3] / users);
  }

  /** The films each user rated, ascending. */
  static Map<Integer, int[]> seenFilms(List<Rating> ratings) {
    Map<Integer, List<Integer>> films = new TreeMap<>();
    for (Rating rating : ratings) {
      films.computeIfAbsent(rating.userId(), user -> new ArrayList<>()).add(rating.filmId());
    }
    Map<Integer, int[]> seen = new TreeMap<>();
    films.forEach(
        (user, ids) -> seen.put(user, ids.stream().mapToInt(Integer::intValue).sorted().toArray()));
    return seen;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
