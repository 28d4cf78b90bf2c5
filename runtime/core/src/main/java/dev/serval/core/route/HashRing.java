package dev.serval.core.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Consistent hashing: each replica owns 100 points on a ring, and a key belongs to the owner of the
 * first point at or after its hash. A replica that comes or goes moves only the keys next to its
 * points.
 */
final class HashRing {

  private static final int POINTS_PER_REPLICA = 100;

  private final long[] points;
  private final Replica[] owners;

  HashRing(Replica[] replicas) {
    record Point(long hash, Replica owner) {}
    Point[] all = new Point[replicas.length * POINTS_PER_REPLICA];
    int next = 0;
    for (Replica replica : replicas) {
      long seed = hash(replica.endpoint().commonName());
      for (int i = 0; i < POINTS_PER_REPLICA; i++) {
        all[next++] = new Point(mix(seed + i * 0x9e3779b97f4a7c15L), replica);
      }
    }
    Arrays.sort(all, (a, b) -> Long.compareUnsigned(a.hash, b.hash));
    points = new long[all.length];
    owners = new Replica[all.length];
    for (int i = 0; i < all.length; i++) {
      points[i] = all[i].hash;
      owners[i] = all[i].owner;
    }
  }

  int size() {
    return points.length;
  }

  /** The position on the ring where the search for the owner of {@code key} begins. */
  int position(String key) {
    long hash = hash(key);
    int low = 0;
    int high = points.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(points[middle], hash) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == points.length ? 0 : low;
  }

  /** The owner of the point {@code position}, which may run past the end and around. */
  Replica owner(int position) {
    return owners[position % owners.length];
  }

  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /**
   * The finaliser of SplitMix64 (Steele, Lea, Flood 2014): spreads similar inputs over the ring.
   */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
