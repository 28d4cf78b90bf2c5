package dev.serval.samples.recsys.model;

import java.util.Comparator;

/**
 * What a user thought of a film.
 *
 * @param userId the user's MovieLens id, positive
 * @param filmId the film's MovieLens id, positive
 * @param stars half a star to five stars, in steps of a half
 * @param time when the user rated it, in seconds since 1970 (UTC)
 */
public record Rating(int userId, int filmId, float stars, long time) {
  /** The older rating first; in the same second, the film with the smaller id. */
  public static final Comparator<Rating> BY_TIME =
      Comparator.comparingLong(Rating::time).thenComparingInt(Rating::filmId);
}
