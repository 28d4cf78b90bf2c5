package dev.serval.core.route;

import dev.serval.protocol.wire.Load;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one caller knows of one replica. The numbers are read without locks by every thread that
 * picks a replica; they may be a moment old, since the replica itself enforces its limit.
 */
final class Replica {

  /** Until a replica tells its limit. */
  static final int UNKNOWN_LIMIT = Load.limit(-1);

  private static final VarHandle OUTSTANDING;
  private static final VarHandle DECLINES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OUTSTANDING = lookup.findVarHandle(Replica.class, "outstanding", int.class);
      DECLINES = lookup.findVarHandle(Replica.class, "declines", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile ReplicaEndpoint endpoint;
  private volatile int distance;
  private volatile int outstanding;
  private volatile int declines;
  private volatile int others;
  private volatile int limit = UNKNOWN_LIMIT;
  private volatile int rampLimit;
  private volatile boolean up;
  private volatile boolean draining;
  private volatile boolean ejected;
  private volatile boolean awaitingGrant;
  private volatile boolean reportedLately;

  // Written by the threads that end calls, without a lock: a lost update costs nothing but
  // precision.
  private int failuresInARow;
  private int ejections;

  ReplicaLink link;

  /**
   * @param distance 0 on the caller's node, 1 in its zone, 2 elsewhere or unknown
   * @param ramping whether to begin with one call at a time and earn more by answering
   */
  Replica(ReplicaEndpoint endpoint, int distance, boolean ramping) {
    this.endpoint = endpoint;
    this.distance = distance;
    this.rampLimit = ramping ? 1 : Integer.MAX_VALUE;
  }

  /** Where it is, and what else is known of that. */
  ReplicaEndpoint endpoint() {
    return endpoint;
  }

  /** 0 on the caller's node, 1 in its zone, 2 elsewhere or unknown. */
  int distance() {
    return distance;
  }

  /** More, or less, is known of where the replica is; its address is the same. */
  void placed(ReplicaEndpoint known, int knownDistance) {
    endpoint = known;
    distance = knownDistance;
  }

  /** Calls under way on this replica, as far as this caller knows: its own and the others'. */
  int load() {
    return outstanding + others;
  }

  /** This caller's own calls under way. */
  int outstanding() {
    return outstanding;
  }

  /** How many calls the replica runs at a time. */
  int limit() {
    return limit;
  }

  /** Whether a call may be offered to the replica at all. */
  boolean available() {
    return up && !draining && !ejected;
  }

  boolean up() {
    return up;
  }

  boolean draining() {
    return draining;
  }

  boolean ejected() {
    return ejected;
  }

  /** Whether this caller has fewer calls there than the replica, or its slow start, allows. */
  boolean hasOwnRoom() {
    return outstanding < Math.min(limit, rampLimit);
  }

  /** Whether, as far as is known, the replica has a free slot. */
  boolean believedFree() {
    return hasOwnRoom() && load() < limit;
  }

  /** Takes one of this caller's places on the replica, if there is one. */
  boolean reserve() {
    while (true) {
      int current = outstanding;
      if (current >= Math.min(limit, rampLimit)) {
        return false;
      }
      if (OUTSTANDING.compareAndSet(this, current, current + 1)) {
        return true;
      }
    }
  }

  /** Takes a place for a call whose slot the replica has granted, whatever the numbers say. */
  void reserveGranted() {
    OUTSTANDING.getAndAdd(this, 1);
  }

  /** Gives a place back. */
  void release() {
    OUTSTANDING.getAndAdd(this, -1);
  }

  /** Takes over what the replica says of its load. */
  void report(int load) {
    int reportedOthers = Load.others(load);
    if (others != reportedOthers) {
      others = reportedOthers;
    }
    int reportedLimit = Load.limit(load);
    if (limit != reportedLimit) {
      limit = reportedLimit;
    }
    if (!reportedLately) {
      reportedLately = true;
    }
  }

  /**
   * The replica had no slot for a call and will grant one. Until it is heard from again it counts
   * as full, whatever its numbers say: a cancelled call, for instance, keeps its slot for as long
   * as its code runs, and neither side counts it.
   */
  void rejected(int load) {
    report(load);
    others = Math.max(others, limit - outstanding);
    awaitingGrant = true;
  }

  /**
   * Forgets what is known of other callers' load if nothing was heard since the last time;
   * otherwise a replica that was once reported busy would never be asked again.
   */
  void ageLoad() {
    if (!reportedLately) {
      others = 0;
    }
    reportedLately = false;
  }

  /** The replica has been told to run so many calls at a time; its next answer says whether. */
  void expectLimit(int expected) {
    limit = Math.min(expected, UNKNOWN_LIMIT);
  }

  void markUp(int limit) {
    this.limit = Math.min(limit, UNKNOWN_LIMIT);
    others = 0;
    awaitingGrant = false;
    // The replica that drained at this address is gone: this is its successor.
    draining = false;
    up = true;
  }

  void markDown() {
    up = false;
    awaitingGrant = false;
  }

  void markDraining() {
    draining = true;
    awaitingGrant = false;
  }

  /** Whether the replica has said that it will grant a slot, so that asking again is pointless. */
  boolean awaitingGrant() {
    return awaitingGrant;
  }

  /** The replica grants nothing more before it is asked again. */
  void grantDeclined() {
    DECLINES.getAndAdd(this, 1);
    awaitingGrant = false;
  }

  /**
   * A grant that was declined while the rejection {@code since} was on its way may have been the
   * one that the rejection promised.
   */
  void forgetGrantDeclined(int since) {
    if (declines != since) {
      awaitingGrant = false;
    }
  }

  /** How often a grant was declined. */
  int declines() {
    return declines;
  }

  /** A call ended well: slow start allows one more, and earlier failures are forgotten. */
  void succeeded() {
    int ramp = rampLimit;
    if (ramp != Integer.MAX_VALUE) {
      rampLimit = ramp >= limit ? Integer.MAX_VALUE : ramp + 1;
    }
    if (failuresInARow != 0) {
      failuresInARow = 0;
    }
    if (ejections != 0) {
      ejections = 0;
    }
  }

  /** Counts a failure and returns how many there were since the last success. */
  int failed() {
    return ++failuresInARow;
  }

  int failuresInARow() {
    return failuresInARow;
  }

  /** Takes the replica out of the choice; returns how often in a row that has happened. */
  int eject() {
    ejected = true;
    return ++ejections;
  }

  /** Back into the choice, with one call at a time until it has answered some. */
  void readmit() {
    failuresInARow = 0;
    rampLimit = 1;
    ejected = false;
  }
}
