package dev.serval.quarkus.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes the ids of requests that come without one: a random beginning and a count. Belongs to one
 * event loop.
 */
final class RequestIds {

  static final int LONGEST = 128;

  private static final byte[] DIGITS =
      "0123456789abcdefghjkmnpqrstvwxyz".getBytes(StandardCharsets.US_ASCII);
  private static final int PREFIX = 10;
  private static final int COUNT = 7;

  private final byte[] id = new byte[PREFIX + COUNT];
  private long count;

  RequestIds() {
    renew();
  }

  private void renew() {
    long random = ThreadLocalRandom.current().nextLong();
    for (int i = 0; i < PREFIX; i++) {
      id[i] = DIGITS[(int) (random >>> 5 * i) & 31];
    }
    for (int i = PREFIX; i < id.length; i++) {
      id[i] = '0';
    }
    count = 0;
  }

  @SuppressWarnings("deprecation") // The only constructor that need not look for other than ASCII.
  String next() {
    long rest = ++count;
    if (rest >>> 5 * COUNT != 0) {
      renew();
      rest = ++count;
    }
    for (int i = id.length - 1; rest != 0; i--) {
      id[i] = DIGITS[(int) rest & 31];
      rest >>>= 5;
    }
    return new String(id, 0);
  }

  /** Whether a client's id can be passed on: 1 to 128 printable ASCII characters. */
  static boolean acceptable(String id) {
    return id != null && !id.isEmpty() && id.length() <= LONGEST && printable(id);
  }

  static boolean printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e) {
        return false;
      }
    }
    return true;
  }
}
