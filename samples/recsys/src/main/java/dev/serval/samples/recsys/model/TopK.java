package dev.serval.samples.recsys.model;

/**
 * Keeps the best rows among those offered: the larger score first, of equal scores the smaller row.
 * A binary heap with the worst kept row on top.
 */
final class TopK {
  private final float[] scores;
  private final int[] rows;
  private int size;

  /**
   * @param capacity how many rows to keep, at least 1
   */
  TopK(int capacity) {
    scores = new float[capacity];
    rows = new int[capacity];
  }

  /**
   * Offers the rows of a range. NaN and negative infinity are never kept.
   *
   * @param from the first row, which must be larger than any offered before
   * @param to past the last row
   * @param all the scores, indexed by row
   */
  void offer(float[] all, int from, int to) {
    float worst = size < scores.length ? Float.NEGATIVE_INFINITY : scores[0];
    for (int row = from; row < to; row++) {
      // A later row with the score of the worst loses against it, so equal is not enough.
      if (all[row] > worst) {
        keep(all[row], row);
        worst = size < scores.length ? Float.NEGATIVE_INFINITY : scores[0];
      }
    }
  }

  int size() {
    return size;
  }

  /** The score of the worst kept row. */
  float worstScore() {
    return scores[0];
  }

  /** Removes and returns the worst kept row. */
  int pollRow() {
    int row = rows[0];
    size--;
    sink(scores[size], rows[size]);
    return row;
  }

  private void keep(float score, int row) {
    if (size == scores.length) {
      sink(score, row);
      return;
    }
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!worse(score, row, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    scores[at] = score;
    rows[at] = row;
  }

  /** Puts an entry in the place of the top and lets it sink to where it belongs. */
  private void sink(float score, int row) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && worse(scores[child + 1], rows[child + 1], child)) {
        child++;
      }
      if (worse(score, row, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    scores[at] = score;
    rows[at] = row;
  }

  private boolean worse(float score, int row, int than) {
    return score < scores[than] || (score == scores[than] && row > rows[than]);
  }

  private void move(int from, int to) {
    scores[to] = scores[from];
    rows[to] = rows[from];
  }
}
