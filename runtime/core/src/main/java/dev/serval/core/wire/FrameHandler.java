package dev.serval.core.wire;

import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.ProtocolException;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/**
 * Cuts what a connection receives into frames. A frame that arrives in one piece is read where it
 * is; one that does not is collected in a buffer of exactly its size, so that a peer which stops
 * half-way holds no more memory than one frame, or, before its first frame, than it has sent.
 */
abstract class FrameHandler extends ChannelInboundHandlerAdapter {

  private static final int FIRST_PARTIAL_BYTES = 256;

  /** A frame that has arrived in part: the length field alone at first, then all of it. */
  private ByteBuf partial;

  /** Where {@link #partial} ends; 4 while its length field is not complete. */
  private int partialEnd;

  /** What has arrived but has to wait until the connection is no longer congested. */
  private ByteBuf held;

  private boolean begun;
  private boolean finished;

  /**
   * A frame has arrived.
   *
   * @param in positioned at the payload; what is not read of it is skipped
   * @param end where the payload ends in {@code in}
   * @throws ProtocolException if the frame is not allowed
   */
  abstract void frame(
      ChannelHandlerContext ctx, byte type, int flags, int stream, ByteBuf in, int end);

  /** Bytes are about to be read. */
  abstract void burstBegins();

  /** What was there to be read has been read. */
  abstract void burstEnds(ChannelHandlerContext ctx);

  /** The peer broke the protocol: say so and close. Nothing more will be read. */
  abstract void protocolBroken(ChannelHandlerContext ctx, ProtocolException error);

  /** The peer is gone, or as good as gone: close. */
  abstract void giveUp(String cause);

  /** A period of the keep-alive has passed. */
  void periodPassed() {}

  /** Whether frames have to wait because the peer does not take its answers. */
  boolean congested() {
    return false;
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (finished) {
        return;
      }
      if (held != null) {
        ByteBuf before = held;
        held = ctx.alloc().buffer(before.readableBytes() + in.readableBytes());
        held.writeBytes(before).writeBytes(in);
        before.release();
        return;
      }
      readBurst(ctx, in);
    } finally {
      in.release();
    }
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext ctx) {
    burstEnds(ctx);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    finish();
  }

  /** Reads nothing more, whatever comes. */
  final void finish() {
    finished = true;
    releasePartial();
    if (held != null) {
      held.release();
      held = null;
    }
  }

  /** Goes on after a congestion. */
  final void resume(ChannelHandlerContext ctx) {
    ByteBuf rest = held;
    held = null;
    if (rest != null) {
      try {
        readBurst(ctx, rest);
      } finally {
        rest.release();
        burstEnds(ctx);
      }
    }
    if (held == null && !finished && !congested()) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  private void readBurst(ChannelHandlerContext ctx, ByteBuf in) {
    try {
      burstBegins();
      read(ctx, in);
    } catch (ProtocolException error) {
      finish();
      protocolBroken(ctx, error);
    }
  }

  private void read(ChannelHandlerContext ctx, ByteBuf in) {
    while (in.isReadable() && !finished) {
      if (congested()) {
        held = in.readRetainedSlice(in.readableBytes());
        ctx.channel().config().setAutoRead(false);
      } else if (partial != null) {
        continuePartial(ctx, in);
      } else if (in.readableBytes() < Integer.BYTES) {
        partial = ctx.alloc().buffer(Integer.BYTES);
        partialEnd = Integer.BYTES;
      } else {
        int length = checkedLength(in, in.readerIndex());
        if (in.readableBytes() < Integer.BYTES + length) {
          partialEnd = Integer.BYTES + length;
          partial = ctx.alloc().buffer(begun ? partialEnd : FIRST_PARTIAL_BYTES);
        } else {
          deliver(ctx, in, length);
        }
      }
    }
  }

  private void continuePartial(ChannelHandlerContext ctx, ByteBuf in) {
    int missing = partialEnd - partial.writerIndex();
    partial.writeBytes(in, Math.min(missing, in.readableBytes()));
    if (partial.writerIndex() < partialEnd) {
      return;
    }
    int length = checkedLength(partial, 0);
    if (partialEnd == Integer.BYTES) {
      partialEnd = Integer.BYTES + length;
      if (begun) {
        partial.capacity(partialEnd);
      }
      return;
    }
    ByteBuf whole = partial;
    partial = null;
    try {
      deliver(ctx, whole, length);
    } finally {
      whole.release();
    }
  }

  private void deliver(ChannelHandlerContext ctx, ByteBuf in, int length) {
    int end = in.readerIndex() + Integer.BYTES + length;
    in.skipBytes(Integer.BYTES);
    byte type = in.readByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    begun = true;
    frame(ctx, type, flags, stream, in, end);
    in.readerIndex(end);
  }

  private int checkedLength(ByteBuf in, int at) {
    int length = in.getInt(at);
    if (length >= WireLimits.COUNTED_HEADER_BYTES && length <= WireLimits.MAX_FRAME_BYTES) {
      return length;
    }
    if (!begun && ByteBufUtil.isText(in, at, Integer.BYTES, StandardCharsets.US_ASCII)) {
      throw new ProtocolException(
          "the peer does not speak the Serval protocol: what it sends begins with \""
              + in.toString(at, Integer.BYTES, StandardCharsets.US_ASCII)
              + "\"");
    }
    throw new ProtocolException(
        "a frame says it has "
            + Integer.toUnsignedString(length)
            + " bytes; "
            + WireLimits.COUNTED_HEADER_BYTES
            + " to "
            + WireLimits.MAX_FRAME_BYTES
            + " are allowed");
  }

  private void releasePartial() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }

  static void require(ByteBuf in, int end, int bytes, byte type) {
    if (end - in.readerIndex() < bytes) {
      throw new ProtocolException(
          FrameType.name(type)
              + " needs "
              + bytes
              + " bytes, but the frame has "
              + (end - in.readerIndex())
              + " left");
    }
  }
}
