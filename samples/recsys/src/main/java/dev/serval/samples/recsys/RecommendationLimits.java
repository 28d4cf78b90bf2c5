package dev.serval.samples.recsys;

/**
 * The {@code userConfig} of the recommendation service.
 *
 * @param mostFilms in one answer, whatever the request asks for; 1 to 100
 */
public record RecommendationLimits(int mostFilms) {

  /** As many as a request may ask for. */
  static final RecommendationLimits NONE = new RecommendationLimits(100);

  /** Refuses what makes no sense: the service keeps the limits that it had. */
  public RecommendationLimits {
    if (mostFilms < 1 || mostFilms > 100) {
      throw new IllegalArgumentException("mostFilms must be 1 to 100, but is " + mostFilms);
    }
  }

  int of(int asked) {
    return Math.min(asked, mostFilms);
  }
}
