package dev.serval.samples.recsys;

/**
 * What the ranking needs to know of a user.
 *
 * @param userId the user
 * @param known whether the model has learnt this user; if not, the arrays are empty
 * @param factors the user's vector
 * @param seen ids of the films that the user has rated, which are not recommended again
 */
public record UserFeatures(int userId, boolean known, float[] factors, int[] seen) {}
