package dev.serval.core.wire;

import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/**
 * The frames of a connection that are too long to be sent in one piece, and what must not overtake
 * them: a frame of the same stream. {@link WireLimits#BODIES_IN_PIECES} streams take turns, the
 * others wait for one of those to be done. Not thread safe.
 */
final class LongBodies {

  /** The streams whose turn it is come first. */
  private final ArrayDeque<Stream> streams = new ArrayDeque<>();

  private long waitingBytes;

  /**
   * The next bytes to send.
   *
   * @param continues whether they need the header of a CHUNK in front
   * @param last whether the body is complete with them
   */
  record Piece(int stream, ByteBuf bytes, boolean continues, boolean last) {}

  boolean isEmpty() {
    return streams.isEmpty();
  }

  /** Bytes that were added and not taken yet. */
  long waitingBytes() {
    return waitingBytes;
  }

  /** Whether a frame of {@code stream} has to be added here, whatever its size. */
  boolean holds(int stream) {
    return !streams.isEmpty() && find(stream) != null;
  }

  /** Takes over a whole frame. */
  void add(int stream, ByteBuf frame) {
    waitingBytes += frame.readableBytes();
    Stream before = find(stream);
    if (before == null) {
      streams.add(new Stream(stream, frame));
    } else {
      before.followers.add(frame);
    }
  }

  private Stream find(int number) {
    for (Stream stream : streams) {
      if (stream.number == number) {
        return stream;
      }
    }
    return null;
  }

  /** Takes the next piece; there must be one. */
  Piece next() {
    Stream first = streams.poll();
    Piece piece = first.cut();
    waitingBytes -= piece.bytes.readableBytes();
    if (first.frame != null) {
      Stream second = streams.poll();
      streams.addFirst(first);
      if (second != null) {
        streams.addFirst(second);
      }
    }
    return piece;
  }

  /** Forgets what is left of a stream. */
  void cancel(int number) {
    if (streams.isEmpty()) {
      return;
    }
    Stream stream = find(number);
    if (stream != null) {
      streams.remove(stream);
      stream.release();
    }
  }

  /** Forgets everything. */
  void close() {
    streams.forEach(Stream::release);
    streams.clear();
  }

  private final class Stream {

    private final int number;
    private final ArrayDeque<ByteBuf> followers = new ArrayDeque<>();
    private ByteBuf frame;
    private boolean started;

    Stream(int number, ByteBuf frame) {
      this.number = number;
      this.frame = frame;
    }

    private Piece cut() {
      boolean continues = started;
      int most = WireLimits.CHUNK_BYTES + (continues ? 0 : WireLimits.HEADER_BYTES);
      int size = Math.min(most, frame.readableBytes());
      boolean last = size == frame.readableBytes();
      if (!continues && !last) {
        int start = frame.readerIndex();
        frame.setInt(start, size - Integer.BYTES);
        FrameWriter.addFlags(frame, start, FrameFlags.MORE);
      }
      ByteBuf bytes = frame.readRetainedSlice(size);
      started = !last;
      if (last) {
        frame.release();
        frame = followers.poll();
      }
      return new Piece(number, bytes, continues, last);
    }

    private void release() {
      waitingBytes -= frame.readableBytes();
      frame.release();
      for (ByteBuf follower : followers) {
        waitingBytes -= follower.readableBytes();
        follower.release();
      }
    }
  }
}
