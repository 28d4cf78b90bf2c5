package dev.serval.core.route;

import dev.serval.core.call.Call;

/**
 * The way from one caller to one replica. There are two implementations, in process and the wire;
 * the router knows neither. A link reports what becomes of a call to its {@link Listener}, from any
 * thread.
 */
public interface ReplicaLink {

  /**
   * Offers a call to the replica. Returns at once.
   *
   * @param granted whether the call uses the slot that the replica granted last
   */
  void send(Call call, boolean granted);

  /** Gives back the slot that the replica granted last. */
  void decline();

  /** Takes no more calls and closes once those under way have ended. */
  void close();

  /** Told what happens on a link. */
  interface Listener {

    /** The replica is running the call. */
    void accepted(Call call);

    /**
     * The replica did not start the call; it will grant a slot later.
     *
     * @param load as {@link dev.serval.protocol.wire.Load}
     * @param draining the replica takes no new calls at all, and will grant no slot
     */
    void rejected(Call call, int load, boolean draining);

    /**
     * The replica has ended the call, with whatever outcome; the outcome itself goes to the call.
     *
     * @param load as {@link dev.serval.protocol.wire.Load}
     * @param outcome what it says of the replica's health
     */
    void ended(Call call, int load, Outcome outcome);

    /** The caller has ended the call, by cancelling it; the replica was told. */
    void abandoned(Call call);

    /**
     * The connection was lost with the call under way.
     *
     * @param accepted whether the replica had accepted it
     * @param cause what happened, for messages
     */
    void lost(Call call, boolean accepted, String cause);

    /** The replica holds a slot for one call of this link. */
    void granted();

    /** The replica can be reached from now on and runs at most {@code limit} calls at a time. */
    void up(int limit);

    /** The replica cannot be reached any more, for the time being. */
    void down(String cause);

    /** The replica takes no new calls and will go when those under way have ended. */
    void draining();
  }

  /** What the end of a call says of the replica's health. */
  enum Outcome {
    /** The stage answered. */
    SUCCESS,
    /** The stage threw. */
    STAGE_FAILURE,
    /** An error that is not the replica's: bad arguments, a deadline, back-pressure further on. */
    NEUTRAL
  }

  /** Opens links. */
  interface Factory {
    /** Opens a link to {@code endpoint}; returns at once, {@link Listener#up} follows. */
    ReplicaLink open(ReplicaEndpoint endpoint, Listener listener);
  }
}
