package dev.serval.operator.relay;

import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.discovery.load.LoadListener;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.discovery.load.ReplicaReport;
import dev.serval.relay.v1.Departure;
import dev.serval.relay.v1.FromFollower;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which replicas the leader has to be told of. It has names alone: what is told is what the book
 * says at that moment, so a leader that doesn't read makes it no larger than there are replicas,
 * and is never told what is no longer true. Safe for several threads.
 */
final class Outbox implements LoadListener {

  /** Of a message; it may become one item larger. */
  private static final int MESSAGE_BYTES = 32 * 1024;

  private final LoadBook book;
  private final int mostDepartures;
  private final Consumer<Urgency> onWork;

  // Guarded by this.
  private final Set<ReplicaId> touched = new LinkedHashSet<>();
  private final Set<Ended> departed = new LinkedHashSet<>();
  private boolean open;

  private record Ended(ReplicaId replica, long connection) {}

  /** When what is in it is to be sent. */
  enum Urgency {
    /** With what comes in the next moments. */
    SOON,
    /** Now. */
    AT_ONCE
  }

  /**
   * A closed one: nobody has to be told.
   *
   * @param mostDepartures that wait; the leader finds out of others by hearing no more of them
   * @param onWork told, without a lock, when there is something to send
   */
  Outbox(LoadBook book, int mostDepartures, Consumer<Urgency> onWork) {
    this.book = book;
    this.mostDepartures = mostDepartures;
    this.onWork = onWork;
  }

  /** A leader listens, who knows nothing yet: it is to be told of every replica. */
  void open(Instant now) {
    synchronized (this) {
      open = true;
      departed.clear();
      touched.clear();
      book.all(now).forEach(report -> touched.add(report.replica()));
    }
    onWork.accept(Urgency.AT_ONCE);
  }

  /** Nobody listens. */
  synchronized void close() {
    open = false;
    touched.clear();
    departed.clear();
  }

  @Override
  public void reported(ReplicaId replica) {
    synchronized (this) {
      boolean first = touched.isEmpty();
      if (!open || !touched.add(replica) || !first) {
        return;
      }
    }
    onWork.accept(Urgency.SOON);
  }

  @Override
  public void left(ReplicaId replica, long connection) {
    synchronized (this) {
      if (!open || departed.size() >= mostDepartures) {
        return;
      }
      departed.add(new Ended(replica, connection));
    }
    onWork.accept(Urgency.AT_ONCE);
  }

  /** The next message; empty if there is nothing to tell. */
  synchronized Optional<FromFollower> next(Instant now) {
    FromFollower.Builder message = FromFollower.newBuilder();
    int bytes = addDepartures(message);
    Iterator<ReplicaId> names = touched.iterator();
    while (names.hasNext() && bytes < MESSAGE_BYTES) {
      Optional<ReplicaReport> report = book.latest(names.next(), now);
      names.remove();
      if (report.isPresent()) {
        dev.serval.relay.v1.ReplicaReport item = RelayMessages.report(report.get(), now);
        message.addReports(item);
        bytes += item.getSerializedSize();
      }
    }
    return bytes == 0 ? Optional.empty() : Optional.of(message.build());
  }

  private int addDepartures(FromFollower.Builder message) {
    int bytes = 0;
    Iterator<Ended> entries = departed.iterator();
    while (entries.hasNext() && bytes < MESSAGE_BYTES) {
      Ended ended = entries.next();
      entries.remove();
      Departure item = RelayMessages.departure(ended.replica(), ended.connection());
      message.addDepartures(item);
      bytes += item.getSerializedSize();
    }
    return bytes;
  }
}
