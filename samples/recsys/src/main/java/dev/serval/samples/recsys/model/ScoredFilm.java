package dev.serval.samples.recsys.model;

/**
 * A film and how well it fits.
 *
 * @param filmId the film's MovieLens id
 * @param score larger fits better; scores of {@link RankingModel#top} and {@link
 *     RankingModel#popular} are not comparable with each other
 */
public record ScoredFilm(int filmId, float score) {}
