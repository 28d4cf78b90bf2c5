package dev.serval.core.route;

import dev.serval.core.call.Call;

/**
 * Chooses a replica for a call. Called concurrently, without locks; the set does not change while
 * it is looked at, the numbers in it may.
 */
interface RoutingPolicy {

  /**
   * The replica to offer the call to, or {@code null} if none of the eligible ones has room.
   *
   * @param eligible which replicas of the set may be offered the call now
   */
  Replica choose(ReplicaSet replicas, Call call, Eligibility eligible);

  /** Which replicas may be offered a call. */
  enum Eligibility {
    /** Those that are believed to have a free slot. */
    BELIEVED_FREE {
      @Override
      boolean test(Replica replica) {
        return replica.available() && replica.believedFree();
      }
    },
    /** Those that may turn out to have one: asking registers the caller for the next. */
    WORTH_ASKING {
      @Override
      boolean test(Replica replica) {
        return replica.available() && !replica.awaitingGrant() && replica.hasOwnRoom();
      }
    };

    abstract boolean test(Replica replica);
  }
}
