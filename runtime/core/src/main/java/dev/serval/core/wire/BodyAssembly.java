package dev.serval.core.wire;

import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.ProtocolException;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/**
 * Puts the chunks of long bodies together. Memory grows with what has arrived, at most twofold, and
 * never with what was announced. Not thread safe.
 */
final class BodyAssembly {

  private final ByteBufAllocator allocator;
  private final int maxBodyBytes;
  private final StreamTable<Partial> partials = new StreamTable<>();

  BodyAssembly(ByteBufAllocator allocator, int maxBodyBytes) {
    this.allocator = allocator;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * Begins the body of a stream with its first piece.
   *
   * @param frameType the type of the frame that the body belongs to
   * @throws ProtocolException if the peer has as many under way as it may
   */
  void begin(int stream, byte frameType, Object context, ByteBuf in, int length) {
    if (partials.size() == WireLimits.BODIES_IN_PIECES) {
      throw new ProtocolException(
          FrameType.name(frameType)
              + " begins a body in pieces while "
              + WireLimits.BODIES_IN_PIECES
              + " others are under way, which is the most allowed");
    }
    ByteBuf bytes = allocator.buffer(Math.max(length, 256));
    bytes.writeBytes(in, length);
    partials.put(stream, new Partial(frameType, context, bytes));
  }

  /**
   * A frame that cannot come in the middle of a body has arrived.
   *
   * @throws ProtocolException if the stream has a body under way
   */
  void requireNone(int stream, byte frameType) {
    if (partials.size() > 0 && partials.get(stream) != null) {
      throw new ProtocolException(
          FrameType.name(frameType) + " comes in the middle of a body of stream " + stream);
    }
  }

  /**
   * Appends a chunk.
   *
   * @return the body, or {@code null} if the stream has none under way, for example because it was
   *     refused
   */
  Partial append(int stream, ByteBuf in, int length) {
    Partial partial = partials.get(stream);
    if (partial == null) {
      return null;
    }
    ByteBuf bytes = partial.bytes;
    if (bytes.writableBytes() < length) {
      // By itself a buffer grows in steps of 4 MiB, and copies what it has each time.
      long needed = (long) bytes.readableBytes() + length;
      bytes.capacity((int) Math.max(needed, Math.min(2 * needed, maxBodyBytes)));
    }
    bytes.writeBytes(in, length);
    partial.progressed(length);
    return partial;
  }

  /** Whether the body is over its bound. */
  boolean overLimit(Partial partial) {
    return partial.bytes.readableBytes() > maxBodyBytes;
  }

  /** Takes the body of a stream out; the caller releases its bytes. */
  Partial remove(int stream) {
    return partials.remove(stream);
  }

  /** Forgets the body of a stream. */
  void discard(int stream) {
    Partial partial = partials.size() == 0 ? null : partials.remove(stream);
    if (partial != null) {
      partial.bytes.release();
    }
  }

  /**
   * A period has passed: hands over the bodies of which less came than a chunk in {@code most}
   * periods. It is bytes that count: pieces that bring next to nothing are no reason to wait.
   */
  void expire(int most, Consumer<Partial> action) {
    Partial idle = partials.find(partial -> partial.idlePeriods >= most);
    while (idle != null) {
      idle.idlePeriods = 0;
      action.accept(idle);
      idle = partials.find(partial -> partial.idlePeriods >= most);
    }
    partials.find(
        partial -> {
          partial.idlePeriods++;
          return false;
        });
  }

  /** Forgets everything. */
  void close() {
    partials.drain(partial -> partial.bytes.release());
  }

  /** A body that is arriving. */
  static final class Partial {

    private final byte frameType;
    private final Object context;
    private final ByteBuf bytes;
    private int idlePeriods;
    private int bytesMeanwhile;

    Partial(byte frameType, Object context, ByteBuf bytes) {
      this.frameType = frameType;
      this.context = context;
      this.bytes = bytes;
    }

    private void progressed(int length) {
      bytesMeanwhile += length;
      if (bytesMeanwhile >= WireLimits.CHUNK_BYTES) {
        bytesMeanwhile = 0;
        idlePeriods = 0;
      }
    }

    /** The type of the frame that the body belongs to. */
    byte frameType() {
      return frameType;
    }

    /** What was given when the body began. */
    Object context() {
      return context;
    }

    ByteBuf bytes() {
      return bytes;
    }
  }
}
