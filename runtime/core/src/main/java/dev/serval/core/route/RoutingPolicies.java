package dev.serval.core.route;

import dev.serval.core.call.Call;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The routing policies by name. */
final class RoutingPolicies {

  /**
   * Up to this many replicas all are looked at; of more, a random sample of this size. A sample of
   * 16 finds one of the least loaded 17 % with 95 % probability (1 - 0.83^16), at a cost that does
   * not grow with the number of replicas.
   */
  static final int MOST_LOOKED_AT = 16;

  /** A key's owner may be this much busier than the average before its calls move on. */
  private static final double BOUNDED_LOAD_FACTOR = 1.25;

  private RoutingPolicies() {}

  static RoutingPolicy of(RouterOptions.Policy policy) {
    return switch (policy) {
      case LEAST_LOADED -> RoutingPolicies::leastLoaded;
      case POWER_OF_TWO_CHOICES -> RoutingPolicies::powerOfTwoChoices;
      case ROUND_ROBIN -> new RoundRobin();
      case CONSISTENT_HASH -> RoutingPolicies::consistentHash;
    };
  }

  /**
   * The least known load, at random among those that have it: callers that know the same replicas
   * in the same order must not all turn to the same one.
   */
  private static Replica leastLoaded(
      ReplicaSet set, Call call, RoutingPolicy.Eligibility eligible) {
    Replica[] replicas = set.replicas;
    int size = replicas.length;
    if (size == 1) {
      return eligible.test(replicas[0]) ? replicas[0] : null;
    }
    if (size == 0) {
      return null;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    if (size <= MOST_LOOKED_AT) {
      return leastOfAll(replicas, random, eligible);
    }
    Replica best = null;
    for (int looked = 0; looked < MOST_LOOKED_AT; looked++) {
      best = lesser(best, replicas[random.nextInt(size)], eligible);
    }
    return best == null ? firstFrom(replicas, random.nextInt(size), eligible) : best;
  }

  /**
   * Four random bits for each of the 16 replicas at most decide ties, and a random start the rest.
   */
  private static Replica leastOfAll(
      Replica[] replicas, ThreadLocalRandom random, RoutingPolicy.Eligibility eligible) {
    int size = replicas.length;
    int at = random.nextInt(size);
    long bits = random.nextLong();
    Replica best = null;
    int least = Integer.MAX_VALUE;
    for (int looked = 0; looked < size; looked++) {
      Replica candidate = replicas[at];
      if (eligible.test(candidate)) {
        int cost = cost(candidate) << 4 | (int) bits & 15;
        if (cost < least) {
          least = cost;
          best = candidate;
        }
      }
      bits >>>= 4;
      at = at + 1 == size ? 0 : at + 1;
    }
    return best;
  }

  private static Replica powerOfTwoChoices(
      ReplicaSet set, Call call, RoutingPolicy.Eligibility eligible) {
    Replica[] replicas = set.replicas;
    int size = replicas.length;
    if (size == 0) {
      return null;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int first = random.nextInt(size);
    Replica best = lesser(null, replicas[first], eligible);
    if (size > 1) {
      int second = random.nextInt(size - 1);
      best = lesser(best, replicas[second < first ? second : second + 1], eligible);
    }
    return best == null ? firstFrom(replicas, first, eligible) : best;
  }

  /**
   * The owner of the session, or, while it is over its bound, the next on the ring (Mirrokni,
   * Thorup, Zadimoghaddam: Consistent Hashing with Bounded Loads, 2016). Calls without a session go
   * to the least loaded replica.
   */
  private static Replica consistentHash(
      ReplicaSet set, Call call, RoutingPolicy.Eligibility eligible) {
    if (call.sessionId().isEmpty() || set.size() == 0) {
      return leastLoaded(set, call, eligible);
    }
    int bound = bound(set.replicas, eligible);
    if (bound == 0) {
      return null;
    }
    HashRing ring = set.ring();
    int start = ring.position(call.sessionId());
    Replica overBound = null;
    for (int step = 0; step < ring.size(); step++) {
      Replica owner = ring.owner(start + step);
      if (eligible.test(owner)) {
        if (owner.outstanding() < bound) {
          return owner;
        }
        overBound = owner;
      }
    }
    return overBound;
  }

  /**
   * A replica with fewer calls of this caller than this is given one more; 0 if none is eligible.
   * It comes from the average of those that can be chosen, so the least busy of them is below it.
   * Of more than {@value #MOST_LOOKED_AT} replicas as many are looked at, from a random one on, and
   * all of them only if none of those can be chosen.
   */
  private static int bound(Replica[] replicas, RoutingPolicy.Eligibility eligible) {
    int size = replicas.length;
    if (size <= MOST_LOOKED_AT) {
      return bound(replicas, 0, size, eligible);
    }
    int start = ThreadLocalRandom.current().nextInt(size);
    int bound = bound(replicas, start, MOST_LOOKED_AT, eligible);
    return bound == 0 ? bound(replicas, start, size, eligible) : bound;
  }

  private static int bound(
      Replica[] replicas, int start, int count, RoutingPolicy.Eligibility eligible) {
    int candidates = 0;
    int total = 1;
    int at = start;
    for (int looked = 0; looked < count; looked++) {
      Replica replica = replicas[at];
      if (eligible.test(replica)) {
        candidates++;
        total += replica.outstanding();
      }
      at = at + 1 == replicas.length ? 0 : at + 1;
    }
    return candidates == 0 ? 0 : (int) Math.ceil(BOUNDED_LOAD_FACTOR * total / candidates);
  }

  private static Replica lesser(
      Replica best, Replica candidate, RoutingPolicy.Eligibility eligible) {
    if (!eligible.test(candidate)) {
      return best;
    }
    return best == null || cost(candidate) < cost(best) ? candidate : best;
  }

  /**
   * Load plus distance: a replica on the caller's node wins while it has at most two calls more
   * than the best one elsewhere, one in its zone while it has at most one more.
   */
  private static int cost(Replica replica) {
    return replica.load() + replica.distance();
  }

  private static Replica firstFrom(
      Replica[] replicas, int start, RoutingPolicy.Eligibility eligible) {
    for (int i = 0; i < replicas.length; i++) {
      Replica candidate = replicas[(start + i) % replicas.length];
      if (eligible.test(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private static final class RoundRobin implements RoutingPolicy {
    private final AtomicInteger next = new AtomicInteger();

    @Override
    public Replica choose(ReplicaSet set, Call call, Eligibility eligible) {
      int size = set.size();
      if (size == 0) {
        return null;
      }
      return firstFrom(set.replicas, (next.getAndIncrement() & Integer.MAX_VALUE) % size, eligible);
    }
  }
}
