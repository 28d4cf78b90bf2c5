package dev.serval.core.wire;

import dev.serval.api.error.BadRequestException;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The calls of a connection whose arguments come in pieces. Each has its slot from the first piece
 * on, and so its deadline. Belongs to the connection's event loop.
 */
final class ArrivingArguments {

  private final BodyAssembly bodies;
  private final int maxBodyBytes;

  /**
   * @param maxBodyBytes the longest arguments that the replica accepts
   */
  ArrivingArguments(ByteBufAllocator allocator, int maxBodyBytes) {
    this.bodies = new BodyAssembly(allocator, maxBodyBytes);
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * The first piece has come with the call itself, in {@code in} up to {@code end}.
   *
   * @throws dev.serval.protocol.wire.ProtocolException if as many are under way as may be
   */
  void begin(WireCall call, ByteBuf in, int end) {
    bodies.begin(call.stream(), FrameType.CALL, call, in, end - in.readerIndex());
    call.waitsForArguments();
  }

  /**
   * A further piece has come.
   *
   * @return the body if it is complete, for the caller to release; {@code null} if more is to come,
   *     or if it belongs to no call any more
   */
  BodyAssembly.Partial append(int flags, int stream, ByteBuf in, int end) {
    BodyAssembly.Partial partial = bodies.append(stream, in, end - in.readerIndex());
    if (partial == null) {
      return null;
    }
    if (bodies.overLimit(partial)) {
      bodies.discard(stream);
      fail(
          partial,
          "the arguments take more than the " + maxBodyBytes + " bytes that this replica accepts");
      return null;
    }
    return FrameFlags.has(flags, FrameFlags.MORE) ? null : bodies.remove(stream);
  }

  /** A period has passed: fails the calls whose arguments have stopped half-way. */
  void periodPassed() {
    bodies.expire(
        KeepAlive.STUCK_PERIODS,
        partial -> {
          bodies.discard(((WireCall) partial.context()).stream());
          fail(partial, "the arguments stopped half-way");
        });
  }

  private static void fail(BodyAssembly.Partial partial, String problem) {
    WireCall call = (WireCall) partial.context();
    call.fail(new BadRequestException(call.replica().displayName(call.method()) + ": " + problem));
  }

  /** The call of a stream has ended: what still comes of its arguments is skipped. */
  void forget(int stream) {
    bodies.discard(stream);
  }

  void close() {
    bodies.close();
  }
}
