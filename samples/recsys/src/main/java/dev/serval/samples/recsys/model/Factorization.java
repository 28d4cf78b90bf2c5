package dev.serval.samples.recsys.model;

import java.util.List;

/**
 * What {@link AlsTrainer} learned: a vector for each user and film, whose dot product is the
 * preference of that user for that film.
 *
 * @param userIds the ids of the users, ascending
 * @param filmIds the ids of the films, ascending
 * @param users the vector of each user, in the order of {@code userIds}
 * @param films the vector of each film, in the order of {@code filmIds}
 * @param losses the loss after each iteration
 */
public record Factorization(
    int[] userIds, int[] filmIds, float[][] users, float[][] films, List<Double> losses) {

  /** Makes {@code losses} unmodifiable; the arrays are not copied. */
  public Factorization {
    losses = List.copyOf(losses);
  }
}
