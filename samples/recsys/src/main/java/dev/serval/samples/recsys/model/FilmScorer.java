package dev.serval.samples.recsys.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Finds the films with the largest dot products for many users in one pass.
 *
 * <p>The film vectors lie transposed, one array per factor. A score is then a sum over arrays that
 * share their index, which the compiler turns into vector instructions; a dot product along a
 * film's own vector is a chain of dependent additions and about six times slower. Films are taken
 * in blocks that fit the first-level cache with all their factors, and every user of the batch is
 * scored on a block before the next one is touched. A batch allocates one array of scores for all
 * its users.
 */
final class FilmScorer {
  private static final int BLOCK = 256;

  private final int[] filmIds;
  private final float[][] byFactor;

  /**
   * @param filmIds the ids of the films, ascending
   * @param byFactor for each factor, its component of every film in the order of {@code filmIds}
   */
  FilmScorer(int[] filmIds, float[][] byFactor) {
    this.filmIds = filmIds;
    this.byFactor = byFactor;
  }

  int factors() {
    return byFactor.length;
  }

  /** The best films of each query; vectors are of the right length and finite. */
  List<List<ScoredFilm>> top(List<UserQuery> queries) {
    int users = queries.size();
    int[][] excluded = new int[users][];
    int[] nextExcluded = new int[users];
    TopK[] best = new TopK[users];
    for (int u = 0; u < users; u++) {
      excluded[u] = rows(queries.get(u).excluded());
      best[u] = new TopK(Math.min(queries.get(u).k(), filmIds.length));
    }
    float[] scores = new float[filmIds.length];
    for (int from = 0; from < filmIds.length; from += BLOCK) {
      int to = Math.min(from + BLOCK, filmIds.length);
      for (int u = 0; u < users; u++) {
        score(queries.get(u).userVector(), scores, from, to);
        int next = nextExcluded[u];
        for (; next < excluded[u].length && excluded[u][next] < to; next++) {
          scores[excluded[u][next]] = Float.NEGATIVE_INFINITY;
        }
        nextExcluded[u] = next;
        best[u].offer(scores, from, to);
      }
    }
    List<List<ScoredFilm>> all = new ArrayList<>(users);
    for (TopK top : best) {
      all.add(drain(top));
    }
    return all;
  }

  private void score(float[] user, float[] scores, int from, int to) {
    Arrays.fill(scores, from, to, 0f);
    int f = 0;
    for (; f + 4 <= user.length; f += 4) {
      addFour(user, f, scores, from, to);
    }
    for (; f < user.length; f++) {
      addOne(scores, byFactor[f], user[f], from, to);
    }
  }

  /** Four factors at once, so that a score is loaded and stored a quarter as often. */
  private void addFour(float[] user, int f, float[] scores, int from, int to) {
    float u0 = user[f];
    float u1 = user[f + 1];
    float u2 = user[f + 2];
    float u3 = user[f + 3];
    float[] y0 = byFactor[f];
    float[] y1 = byFactor[f + 1];
    float[] y2 = byFactor[f + 2];
    float[] y3 = byFactor[f + 3];
    for (int i = from; i < to; i++) {
      scores[i] += u0 * y0[i] + u1 * y1[i] + u2 * y2[i] + u3 * y3[i];
    }
  }

  private static void addOne(float[] scores, float[] y, float u, int from, int to) {
    for (int i = from; i < to; i++) {
      scores[i] += u * y[i];
    }
  }

  /** The rows of those ids that are ranked, ascending. */
  private int[] rows(int[] ids) {
    int[] rows = new int[ids.length];
    int count = 0;
    for (int id : ids) {
      int row = Arrays.binarySearch(filmIds, id);
      if (row >= 0) {
        rows[count++] = row;
      }
    }
    int[] known = count == ids.length ? rows : Arrays.copyOf(rows, count);
    Arrays.sort(known);
    return known;
  }

  private List<ScoredFilm> drain(TopK top) {
    ScoredFilm[] films = new ScoredFilm[top.size()];
    for (int i = films.length - 1; i >= 0; i--) {
      float score = top.worstScore();
      films[i] = new ScoredFilm(filmIds[top.pollRow()], score);
    }
    return Collections.unmodifiableList(Arrays.asList(films));
  }
}
