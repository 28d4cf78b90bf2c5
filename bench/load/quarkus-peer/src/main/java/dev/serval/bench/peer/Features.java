package dev.serval.bench.peer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A user as the ranking sees him. */
public record Features(@JsonProperty("user_id") String userId, float[] embedding) {

  /** Length of every embedding, of users and of items. */
  public static final int DIMENSIONS = 64;
}
