package dev.serval.samples.recsys.model;

/**
 * The hyper-parameters of {@link AlsTrainer}.
 *
 * @param factors the length of a user's or film's vector, 1 to 256
 * @param iterations how often the users' and then the films' vectors are solved for, 1 to 1 000
 * @param alpha how much more a rating counts than its absence: a film rated with five stars just
 *     now has confidence {@code 1 + alpha}, an unrated one 1; positive
 * @param starsExponent how the confidence depends on the stars: it grows with {@code (stars / 5)}
 *     to this power; 0 counts every rating alike, 1 is linear; not negative
 * @param recencyHalfLife after how many later ratings of the same user a rating's confidence above
 *     1 has halved; positive, infinite to count all ratings alike
 * @param regularization the weight λ of the vectors' squared length; positive
 * @param minRatings films with fewer ratings to learn from have no vector and are never ranked, at
 *     least 1
 * @param seed where the films' vectors start
 */
public record AlsParameters(
    int factors,
    int iterations,
    double alpha,
    double starsExponent,
    double recencyHalfLife,
    double regularization,
    int minRatings,
    long seed) {

  /** The largest number of factors. */
  public static final int MAX_FACTORS = 256;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a value is out of its bounds
   */
  public AlsParameters {
    check(factors >= 1 && factors <= MAX_FACTORS, "factors", factors);
    check(iterations >= 1 && iterations <= 1_000, "iterations", iterations);
    check(alpha > 0 && Double.isFinite(alpha), "alpha", alpha);
    check(starsExponent >= 0 && Double.isFinite(starsExponent), "starsExponent", starsExponent);
    check(recencyHalfLife > 0, "recencyHalfLife", recencyHalfLife);
    check(regularization > 0 && Double.isFinite(regularization), "regularization", regularization);
    check(minRatings >= 1, "minRatings", minRatings);
  }

  /** The same with another start. */
  public AlsParameters withSeed(long other) {
    return new AlsParameters(
        factors,
        iterations,
        alpha,
        starsExponent,
        recencyHalfLife,
        regularization,
        minRatings,
        other);
  }

  private static void check(boolean holds, String name, Number value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of its bounds: " + value);
    }
  }
}
