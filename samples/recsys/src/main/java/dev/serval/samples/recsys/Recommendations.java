package dev.serval.samples.recsys;

import java.util.List;

/**
 * Films recommended to a user.
 *
 * @param userId the user
 * @param basis what they are based on
 * @param films best first
 */
public record Recommendations(int userId, Basis basis, List<RankedFilm> films) {

  /** What recommendations are based on. */
  public enum Basis {
    /** The user's own ratings. */
    RATINGS,
    /** The user is not known: the films that most people have rated. */
    POPULARITY
  }
}
