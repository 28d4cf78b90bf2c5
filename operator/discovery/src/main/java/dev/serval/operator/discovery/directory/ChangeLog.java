package dev.serval.operator.discovery.directory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * What was touched at which version, not how: how it is now is looked up, so that of many changes
 * of one thing the last alone is told. Bounded; not safe for several threads.
 */
final class ChangeLog {

  private final Deque<Touched> entries = new ArrayDeque<>();

  /** The first version from which the log reaches to now. */
  private long reachesBackTo;

  /** An empty log of what changes after {@code version}. */
  ChangeLog(long version) {
    this.reachesBackTo = version;
  }

  void add(Touched touched) {
    entries.add(touched);
  }

  /** Forgets the oldest entries until there are no more than {@code most}. */
  void trim(int most) {
    while (entries.size() > most) {
      reachesBackTo = entries.remove().version();
    }
  }

  boolean reachesBackTo(long version) {
    return version >= reachesBackTo;
  }

  /** What was touched after {@code version}, the newest first. */
  void forEachAfter(long version, Consumer<Touched> action) {
    Iterator<Touched> newestFirst = entries.descendingIterator();
    while (newestFirst.hasNext()) {
      Touched touched = newestFirst.next();
      if (touched.version() <= version) {
        return;
      }
      action.accept(touched);
    }
  }

  int size() {
    return entries.size();
  }

  /** Something that isn't what it was before {@code version}. */
  sealed interface Touched {
    long version();

    /** The settings. */
    record Settings(long version) implements Touched {}

    /** A deployment that came or went. */
    record Deployment(long version, String deployment) implements Touched {}

    /** An endpoint that came, went or changed. */
    record Replica(long version, String deployment, String id) implements Touched {}
  }
}
