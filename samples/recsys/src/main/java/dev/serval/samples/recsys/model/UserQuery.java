package dev.serval.samples.recsys.model;

import java.util.Objects;

/**
 * One user's part of a batch for {@link RankingModel#top(java.util.List)}. The arrays are not
 * copied: the caller leaves them alone until the answer is there.
 *
 * @param userVector the user's vector, {@link RankingModel#factors()} long; each component is
 *     finite and at most {@link RankingModel#MAX_COMPONENT} in magnitude
 * @param excluded ids of films not to rank, in any order; ids that the model doesn't know do no
 *     harm
 * @param k how many films to answer at most, at least 1
 */
public record UserQuery(float[] userVector, int[] excluded, int k) {

  /** Checks {@code k} and that both arrays are there. */
  public UserQuery {
    Objects.requireNonNull(userVector, "userVector");
    Objects.requireNonNull(excluded, "excluded");
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, is " + k);
    }
  }
}
