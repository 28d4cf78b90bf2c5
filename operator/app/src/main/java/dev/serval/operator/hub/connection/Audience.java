package dev.serval.operator.hub.connection;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.directory.Difference;
import dev.serval.operator.discovery.directory.Directory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The connected replicas of one application. What is sent to them is encoded once for all that know
 * the same version, and changes that come close together are sent together.
 */
final class Audience {

  /** The least time from one telling to the next. */
  private static final Duration PACE = Duration.ofMillis(25);

  /** Messages up to this size are in the transport's own buffer, whose size is bounded. */
  private static final int SMALL = 32 * 1024;

  /** Bytes of large messages that wait in transports at the same time. */
  private static final int LARGE_BYTES = 8 * 1024 * 1024;

  private static final int MOST_ENCODED = 16;

  private final ApplicationId application;
  private final Directory directory;
  private final ScheduledExecutorService scheduler;
  private final Set<ReplicaConnection> members = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean telling = new AtomicBoolean();
  private final Semaphore largeBytes = new Semaphore(LARGE_BYTES);
  private final ConcurrentLinkedQueue<ReplicaConnection> waiting = new ConcurrentLinkedQueue<>();

  private final Map<Long, EncodedSnapshot> encoded = new HashMap<>();
  private long encodedVersion;
  private volatile long lastTold;

  Audience(ApplicationId application, Directory directory, ScheduledExecutorService scheduler) {
    this.application = application;
    this.directory = directory;
    this.scheduler = scheduler;
    this.lastTold = System.nanoTime() - PACE.toNanos();
  }

  void join(ReplicaConnection member) {
    members.add(member);
  }

  /** Returns whether nobody is left. */
  boolean leave(ReplicaConnection member) {
    members.remove(member);
    waiting.remove(member);
    return members.isEmpty();
  }

  /** Something of the application changed: all are told, soon. */
  void changed() {
    if (telling.compareAndSet(false, true)) {
      long wait = lastTold + PACE.toNanos() - System.nanoTime();
      scheduler.schedule(this::tell, Math.max(0, wait), TimeUnit.NANOSECONDS);
    }
  }

  private void tell() {
    lastTold = System.nanoTime();
    telling.set(false);
    members.forEach(ReplicaConnection::send);
  }

  /**
   * What one who knows {@code known} is to be sent; empty if it knows everything.
   *
   * @param waits whether it is to be told so if it does
   */
  Optional<EncodedSnapshot> next(long known, boolean waits) {
    long version = directory.version(application);
    if (version == known && (!waits || version == 0)) {
      return Optional.empty();
    }
    synchronized (encoded) {
      EncodedSnapshot ready = version == encodedVersion ? encoded.get(known) : null;
      return Optional.of(ready == null ? encode(known) : ready);
    }
  }

  private EncodedSnapshot encode(long known) {
    Difference difference = directory.since(application, known);
    EncodedSnapshot made = SnapshotEncoder.encode(directory.epoch(), difference);
    if (difference.to() != encodedVersion) {
      encoded.clear();
      encodedVersion = difference.to();
    }
    if (encoded.size() < MOST_ENCODED) {
      encoded.put(known, made);
    }
    return made;
  }

  /**
   * Asks for room for a message. If there is none, the connection is told to send again when there
   * is.
   *
   * @return the room to give back when the transport has taken the message; -1 if there is none
   */
  int reserve(EncodedSnapshot message, ReplicaConnection member) {
    if (message.bytes().length <= SMALL) {
      return 0;
    }
    int bytes = Math.min(message.bytes().length, LARGE_BYTES);
    if (largeBytes.tryAcquire(bytes)) {
      return bytes;
    }
    waiting.add(member);
    // what was given back in between woke nobody
    if (largeBytes.tryAcquire(bytes)) {
      waiting.remove(member);
      return bytes;
    }
    return -1;
  }

  /** Gives room back. */
  void release(int bytes) {
    if (bytes > 0) {
      largeBytes.release(bytes);
      // Each takes what it can or waits anew.
      for (int left = waiting.size(); left > 0; left--) {
        ReplicaConnection next = waiting.poll();
        if (next == null || !next.send()) {
          return;
        }
      }
    }
  }
}
