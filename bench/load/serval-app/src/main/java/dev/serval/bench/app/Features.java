package dev.serval.bench.app;

/** A user as the ranking sees him. */
public record Features(String userId, float[] embedding) {

  /** Length of every embedding, of users and of items. */
  public static final int DIMENSIONS = 64;
}
