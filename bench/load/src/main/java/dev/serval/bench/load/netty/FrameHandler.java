package dev.serval.bench.load.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Takes length-prefixed frames apart and gathers the frames it is told to send until the end of the
 * read burst, so that a burst costs one write and one flush however many frames it holds.
 */
abstract class FrameHandler extends ByteToMessageDecoder {

  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int LARGEST = 1 << 20;

  private ByteBuf burst;

  /** Takes a frame; {@code bytes} is readable from its reader index for {@code length} bytes. */
  abstract void frame(ChannelHandlerContext context, ByteBuf bytes, int length);

  /** Sends a frame at the end of this burst. */
  final void send(ChannelHandlerContext context, ByteBuf from, int index, int length) {
    if (burst == null) {
      burst = context.alloc().directBuffer();
    }
    burst.writeInt(length).writeBytes(from, index, length);
  }

  /** Ends the burst. */
  final void flush(ChannelHandlerContext context) {
    if (burst != null) {
      context.writeAndFlush(burst, context.voidPromise());
      burst = null;
    }
  }

  @Override
  protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    while (in.readableBytes() >= LENGTH_BYTES) {
      int length = in.getInt(in.readerIndex());
      if (length < 0 || length > LARGEST) {
        throw new IllegalStateException("A frame of " + length + " bytes");
      }
      if (in.readableBytes() < LENGTH_BYTES + length) {
        return;
      }
      in.skipBytes(LENGTH_BYTES);
      frame(context, in, length);
      in.skipBytes(length);
    }
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext context) throws Exception {
    flush(context);
    super.channelReadComplete(context);
  }

  @Override
  protected final void handlerRemoved0(ChannelHandlerContext context) {
    if (burst != null) {
      burst.release();
      burst = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    System.err.println(cause);
    context.close();
  }
}
