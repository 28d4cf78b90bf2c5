package dev.serval.core.wire;

import dev.serval.core.call.Call;
import dev.serval.core.codec.Codec;
import dev.serval.core.codec.CodecException;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameWriter;
import io.netty.buffer.ByteBuf;

/** Turns calls into frames. */
final class CallEncoder {

  private CallEncoder() {}

  /**
   * Appends the call's frame, on stream 0. Nothing else runs meanwhile that could append to the
   * same buffer: whoever is to be told of a problem is told later.
   *
   * @param nowNanos by the clock of the call's deadline
   * @param mostBytes the largest body that the replica accepts
   * @return what is wrong with the arguments, or {@code null}; {@code out} then holds a part of a
   *     frame that the caller removes
   */
  static String append(
      Call call, boolean granted, long nowNanos, Codec codec, int mostBytes, ByteBuf out) {
    int start =
        FrameWriter.beginCall(
            out,
            0,
            granted ? FrameFlags.GRANTED : 0,
            call.target().methodId(),
            call.remainingMillis(nowNanos),
            call.metadata());
    int bodyStart = out.writerIndex();
    try {
      codec.encodeArguments(call.arguments(), call.target().parameterTypes(), out);
    } catch (CodecException wrong) {
      return wrong.getMessage();
    } catch (RuntimeException | Error failure) {
      // The codec, or code of a user's class that it runs, is broken; the connection is not.
      return "the arguments cannot be encoded: " + failure;
    }
    int bytes = out.writerIndex() - bodyStart;
    if (bytes > mostBytes) {
      return "the arguments take " + bytes + " bytes, the replica accepts at most " + mostBytes;
    }
    FrameWriter.end(out, start);
    return null;
  }
}
