package dev.serval.core.wire;

import dev.serval.core.codec.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What both ends of the wire need to know.
 *
 * @param application the application of this process; others are turned away
 * @param self this process, for the logs of its peers
 * @param callerId the same on all connections of this process; random
 * @param codecs those that may be used, best first; at least one
 * @param maxBodyBytes the largest body accepted, 1 KiB to 1 GiB
 * @param keepAlive how often an idle connection is probed; it is given up after three silent
 *     periods. 10 ms to 1 h
 * @param busyPoll how long an event loop looks for the next event before its thread sleeps, while
 *     events come close to each other. Zero to {@value #MOST_BUSY_POLL_MICROS} µs; zero sleeps at
 *     once, and so does a process with one processor
 */
public record WireOptions(
    String application,
    String self,
    long callerId,
    List<Codec> codecs,
    int maxBodyBytes,
    Duration keepAlive,
    Duration busyPoll) {

  /** The default of {@link #maxBodyBytes}. */
  public static final int DEFAULT_MAX_BODY_BYTES = 64 << 20;

  /** The default of {@link #keepAlive}. */
  public static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(5);

  /** The most of {@link #busyPoll}, in microseconds: no event that is further off pays. */
  public static final int MOST_BUSY_POLL_MICROS = 1000;

  private static final Duration SHORTEST_KEEP_ALIVE = Duration.ofMillis(10);
  private static final Duration LONGEST_KEEP_ALIVE = Duration.ofHours(1);

  /**
   * @throws IllegalArgumentException naming what is out of its bounds
   */
  public WireOptions {
    Objects.requireNonNull(application, "application");
    codecs = List.copyOf(codecs);
    if (codecs.isEmpty()) {
      throw new IllegalArgumentException("codecs must name at least one codec");
    }
    if (maxBodyBytes < 1024 || maxBodyBytes > 1 << 30) {
      throw new IllegalArgumentException(
          "maxBodyBytes must be 1024 to 1073741824, but is " + maxBodyBytes);
    }
    if (keepAlive.compareTo(SHORTEST_KEEP_ALIVE) < 0
        || keepAlive.compareTo(LONGEST_KEEP_ALIVE) > 0) {
      throw new IllegalArgumentException("keepAlive must be 10 ms to 1 h, but is " + keepAlive);
    }
    if (busyPoll.isNegative() || busyPoll.toNanos() > MOST_BUSY_POLL_MICROS * 1000L) {
      throw new IllegalArgumentException("busyPoll must be 0 to 1 ms, but is " + busyPoll);
    }
    for (Codec codec : codecs) {
      if (codec.id() < 0 || codec.id() >= Integer.SIZE) {
        throw new IllegalArgumentException(
            "the id of codec " + codec.name() + " must be 0 to 31, but is " + codec.id());
      }
    }
  }

  /** The names of the codecs, for messages. */
  String names() {
    return codecs.stream().map(Codec::name).collect(Collectors.joining(", "));
  }

  /** A bit for each codec, as HELLO carries them. */
  int codecBits() {
    int bits = 0;
    for (Codec codec : codecs) {
      bits |= 1 << codec.id();
    }
    return bits;
  }

  /** The codec with {@code id}, or {@code null}. */
  Codec codec(byte id) {
    for (Codec codec : codecs) {
      if (codec.id() == id) {
        return codec;
      }
    }
    return null;
  }

  /** The first of this side's codecs among {@code bits}, or {@code null}. */
  Codec commonCodec(int bits) {
    for (Codec codec : codecs) {
      if ((bits & 1 << codec.id()) != 0) {
        return codec;
      }
    }
    return null;
  }
}
