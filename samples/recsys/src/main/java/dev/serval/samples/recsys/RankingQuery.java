package dev.serval.samples.recsys;

/**
 * A user to rank films for.
 *
 * @param user the user's features
 * @param topK how many films to answer, 1 to 100
 */
public record RankingQuery(UserFeatures user, int topK) {}
