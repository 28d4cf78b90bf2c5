package dev.serval.samples.recsys.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sparse matrix of users (rows) and films (columns), compressed by row: row {@code r} has its
 * cells from {@code start[r]} to {@code start[r + 1]}, by ascending column. A cell holds the extra
 * confidence {@code c − 1} of a rating (Hu, Koren, Volinsky 2008, §4).
 *
 * @param rowIds the ids of the rows, ascending
 * @param columnIds the ids of the columns, ascending
 * @param start where each row begins; one longer than {@code rowIds}
 * @param column the column of each cell
 * @param weight the extra confidence of each cell
 */
record Interactions(int[] rowIds, int[] columnIds, int[] start, int[] column, float[] weight) {

  /** The ratings of films with enough of them, weighed as {@link AlsParameters} say. */
  static Interactions of(List<Rating> ratings, AlsParameters parameters) {
    int[] users = ratings.stream().mapToInt(Rating::userId).sorted().distinct().toArray();
    Map<Integer, Long> counts =
        ratings.stream()
            .collect(Collectors.groupingBy(Rating::filmId, TreeMap::new, Collectors.counting()));
    int[] films =
        counts.entrySet().stream()
            .filter(film -> film.getValue() >= parameters.minRatings())
            .mapToInt(Map.Entry::getKey)
            .toArray();
    List<Rating> kept =
        ratings.stream().filter(r -> Arrays.binarySearch(films, r.filmId()) >= 0).toList();
    int[] row = kept.stream().mapToInt(r -> Arrays.binarySearch(users, r.userId())).toArray();
    int[] column = kept.stream().mapToInt(r -> Arrays.binarySearch(films, r.filmId())).toArray();
    float[] weight = weights(kept, parameters);
    Interactions byFilm = compress(films, users, column, row, weight);
    return byFilm.transposed();
  }

  /** The extra confidence of each rating; StrictMath, for the same bits on every machine. */
  private static float[] weights(List<Rating> ratings, AlsParameters parameters) {
    Integer[] newestFirst = IntStream.range(0, ratings.size()).boxed().toArray(Integer[]::new);
    Arrays.sort(newestFirst, Comparator.comparing(ratings::get, Rating.BY_TIME.reversed()));
    Map<Integer, Integer> laterOfUser = new HashMap<>();
    float[] weights = new float[ratings.size()];
    for (int i : newestFirst) {
      Rating rating = ratings.get(i);
      int later = laterOfUser.merge(rating.userId(), 1, Integer::sum) - 1;
      weights[i] =
          (float)
              (parameters.alpha()
                  * StrictMath.pow(rating.stars() / 5.0, parameters.starsExponent())
                  * StrictMath.pow(2, -later / parameters.recencyHalfLife()));
    }
    return weights;
  }

  /** The same cells with rows and columns exchanged. */
  Interactions transposed() {
    int[] row = new int[column.length];
    for (int r = 0; r < rowIds.length; r++) {
      Arrays.fill(row, start[r], start[r + 1], r);
    }
    return compress(columnIds, rowIds, column, row, weight);
  }

  int rows() {
    return rowIds.length;
  }

  int columns() {
    return columnIds.length;
  }

  /** A counting sort by row, which keeps the order of cells within one. */
  private static Interactions compress(
      int[] rowIds, int[] columnIds, int[] row, int[] column, float[] weight) {
    int[] start = new int[rowIds.length + 1];
    for (int r : row) {
      start[r + 1]++;
    }
    for (int r = 0; r < rowIds.length; r++) {
      start[r + 1] += start[r];
    }
    int[] next = start.clone();
    int[] sortedColumn = new int[column.length];
    float[] sortedWeight = new float[column.length];
    for (int i = 0; i < row.length; i++) {
      int to = next[row[i]]++;
      sortedColumn[to] = column[i];
      sortedWeight[to] = weight[i];
    }
    return new Interactions(rowIds, columnIds, start, sortedColumn, sortedWeight);
  }
}
