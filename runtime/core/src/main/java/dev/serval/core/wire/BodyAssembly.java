package dev.serval.core.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Puts the chunks of long bodies together. Memory grows with what has arrived, never with what was
 * announced, and is bounded per body and per connection. Not thread safe.
 */
final class BodyAssembly {

  private final ByteBufAllocator allocator;
  private final int maxBodyBytes;
  private final StreamTable<Partial> partials = new StreamTable<>();
  private long held;

  BodyAssembly(ByteBufAllocator allocator, int maxBodyBytes) {
    this.allocator = allocator;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * Begins the body of a stream with its first piece.
   *
   * @param frameType the type of the frame that the body belongs to
   * @param flags of that frame
   */
  void begin(int stream, byte frameType, int flags, Object context, ByteBuf in, int length) {
    ByteBuf bytes = allocator.buffer(Math.max(length * 2, 256));
    bytes.writeBytes(in, length);
    held += length;
    partials.put(stream, new Partial(frameType, flags, context, bytes));
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
    partial.bytes.writeBytes(in, length);
    held += length;
    return partial;
  }

  /** Whether the body, or what the connection holds of all bodies, is over its bound. */
  boolean overLimit(Partial partial) {
    return partial.bytes.readableBytes() > maxBodyBytes || held > 2L * maxBodyBytes;
  }

  /** Takes the body of a stream out; the caller releases its bytes. */
  Partial remove(int stream) {
    Partial partial = partials.remove(stream);
    if (partial != null) {
      held -= partial.bytes.readableBytes();
    }
    return partial;
  }

  /** Forgets the body of a stream. */
  void discard(int stream) {
    Partial partial = remove(stream);
    if (partial != null) {
      partial.bytes.release();
    }
  }

  /** Forgets everything. */
  void close() {
    partials.drain(partial -> partial.bytes.release());
    held = 0;
  }

  /** A body that is arriving. */
  record Partial(byte frameType, int flags, Object context, ByteBuf bytes) {}
}
