package dev.serval.samples.load;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Bodies of requests, each for another user.
 *
 * @param text in which {@value #USER} stands for the number of a user
 */
public record BodyTemplate(String text) {

  /** Stands for the number of a user. */
  public static final String USER = "{user}";

  /** MovieLens knows the users up to 671; the others test what happens to strangers. */
  private static final int MOST_USERS = 700;

  /** The next body, in UTF-8. */
  public byte[] next(RandomGenerator random) {
    String user = Integer.toString(1 + random.nextInt(MOST_USERS));
    return text.replace(USER, user).getBytes(StandardCharsets.UTF_8);
  }
}
