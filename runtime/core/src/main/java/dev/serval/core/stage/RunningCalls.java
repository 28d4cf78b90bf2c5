package dev.serval.core.stage;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The calls of a replica that somebody may have to stop or to wait for. Adding and removing one
 * costs a compare-and-set each, mostly on a cache line of its own, takes no lock and allocates
 * nothing: calls stand at random places of arrays, of which there is a further one, twice as large,
 * when the first ones are crowded.
 */
final class RunningCalls {

  private static final int FIRST_LENGTH = 64;
  private static final int FIRST_BITS = Integer.numberOfTrailingZeros(FIRST_LENGTH);
  private static final int MOST_ARRAYS = 24;

  /** Neighbours that are looked at before an array counts as crowded. */
  private static final int PROBES = 8;

  private final AtomicReferenceArray<AtomicReferenceArray<AdmittedCall>> arrays =
      new AtomicReferenceArray<>(MOST_ARRAYS);
  private volatile boolean closed;

  RunningCalls() {
    arrays.set(0, new AtomicReferenceArray<>(FIRST_LENGTH));
  }

  /**
   * Adds a call that has not started; a call that was cancelled meanwhile is not kept.
   *
   * @return false if there must be no more calls; the call is added all the same
   */
  boolean add(IncomingCall call) {
    int place = 0;
    for (int array = 0; place == 0; array = Math.min(array + 1, MOST_ARRAYS - 1)) {
      place = tryPlace(call, array(array));
    }
    call.placed(place);
    // Whoever ended the call before it had its place could not give the place back.
    if (call.ended()) {
      remove(call, place);
    }
    return !closed;
  }

  private static int tryPlace(AdmittedCall call, AtomicReferenceArray<AdmittedCall> array) {
    int start = ThreadLocalRandom.current().nextInt();
    for (int probe = 0; probe < PROBES; probe++) {
      int index = (start + probe) & (array.length() - 1);
      if (array.getPlain(index) == null && array.compareAndSet(index, null, call)) {
        return array.length() | index;
      }
    }
    return 0;
  }

  private AtomicReferenceArray<AdmittedCall> array(int number) {
    AtomicReferenceArray<AdmittedCall> known = arrays.get(number);
    if (known == null) {
      arrays.compareAndSet(number, null, new AtomicReferenceArray<>(FIRST_LENGTH << number));
      known = arrays.get(number);
    }
    return known;
  }

  /** Forgets a call; without effect if {@code place}, where it was added, is not its any more. */
  void remove(AdmittedCall call, int place) {
    int length = Integer.highestOneBit(place);
    int array = Integer.numberOfTrailingZeros(length) - FIRST_BITS;
    arrays.get(array).compareAndSet(place ^ length, call, null);
  }

  boolean isEmpty() {
    boolean[] any = new boolean[1];
    forEach(call -> any[0] = true);
    return !any[0];
  }

  /** Visits every call that is there from the beginning to the end of the visit. */
  void forEach(Consumer<IncomingCall> visitor) {
    for (int number = 0; number < MOST_ARRAYS && arrays.get(number) != null; number++) {
      AtomicReferenceArray<AdmittedCall> array = arrays.get(number);
      for (int index = 0; index < array.length(); index++) {
        if (array.get(index) instanceof IncomingCall call) {
          visitor.accept(call);
        }
      }
    }
  }

  /** Stops the calls that are there; those that come are told when they are added. */
  void close() {
    closed = true;
    forEach(IncomingCall::shutDown);
  }
}
