package dev.serval.core.wire;

import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.ProtocolException;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Cuts what a connection receives into frames. A frame that arrives in one piece is read where it
 * is; one that does not is collected in a buffer of exactly its size, so that a peer which stops
 * half-way holds no more memory than one frame.
 */
abstract class FrameHandler extends ChannelInboundHandlerAdapter {

  /** A frame that has arrived in part: the length field alone at first, then all of it. */
  private ByteBuf partial;

  private boolean broken;

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
  void burstBegins() {}

  /** What was there to be read has been read. */
  abstract void burstEnds(ChannelHandlerContext ctx);

  /** The peer broke the protocol: say so and close. Nothing more will be read. */
  abstract void protocolBroken(ChannelHandlerContext ctx, ProtocolException error);

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (!broken) {
        burstBegins();
        read(ctx, in);
      }
    } catch (ProtocolException error) {
      broken = true;
      releasePartial();
      protocolBroken(ctx, error);
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
    releasePartial();
  }

  private void read(ChannelHandlerContext ctx, ByteBuf in) {
    while (in.isReadable()) {
      if (partial != null) {
        continuePartial(ctx, in);
      } else if (in.readableBytes() < Integer.BYTES) {
        partial = ctx.alloc().buffer(Integer.BYTES, Integer.BYTES);
      } else {
        int length = checkedLength(in.getInt(in.readerIndex()));
        if (in.readableBytes() < Integer.BYTES + length) {
          partial = ctx.alloc().buffer(Integer.BYTES + length, Integer.BYTES + length);
        } else {
          deliver(ctx, in, length);
        }
      }
    }
  }

  private void continuePartial(ChannelHandlerContext ctx, ByteBuf in) {
    partial.writeBytes(in, Math.min(partial.writableBytes(), in.readableBytes()));
    if (partial.isWritable()) {
      return;
    }
    int length = checkedLength(partial.getInt(0));
    if (partial.capacity() == Integer.BYTES) {
      ByteBuf whole = ctx.alloc().buffer(Integer.BYTES + length, Integer.BYTES + length);
      whole.writeInt(length);
      releasePartial();
      partial = whole;
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
    frame(ctx, type, flags, stream, in, end);
    in.readerIndex(end);
  }

  private static int checkedLength(int length) {
    if (length < WireLimits.COUNTED_HEADER_BYTES || length > WireLimits.MAX_FRAME_BYTES) {
      throw new ProtocolException(
          "a frame says it has "
              + Integer.toUnsignedString(length)
              + " bytes; "
              + WireLimits.COUNTED_HEADER_BYTES
              + " to "
              + WireLimits.MAX_FRAME_BYTES
              + " are allowed");
    }
    return length;
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
