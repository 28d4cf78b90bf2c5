package dev.serval.core.wire;

import dev.serval.core.codec.Codec;
import dev.serval.protocol.wire.CallMetadata;
import dev.serval.protocol.wire.ErrorKind;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.Load;
import dev.serval.protocol.wire.MethodId;
import dev.serval.protocol.wire.WireError;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;

/** What both ends say to each other before somebody damages it. */
final class FuzzScripts {

  /** What is sent in one piece and what in three; no two bytes next to each other are the same. */
  static final byte[] SHORT = numbered(10);

  static final byte[] LONG = numbered(700);

  private FuzzScripts() {}

  private static byte[] numbered(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }

  static byte[] join(List<byte[]> script) {
    return Mutations.frame(out -> script.forEach(out::writeBytes));
  }

  static List<byte[]> callerScript(Codec codec) {
    return List.of(
        Mutations.frame(out -> RawPeer.hello(out, RawPeer.helloTo(WireRig.DEPLOYMENT))),
        Mutations.frame(out -> RawPeer.call(out, codec, 1, 0, "echoOnLoop", "one")),
        Mutations.frame(out -> RawPeer.call(out, codec, 2, 0, "echo", "two")),
        Mutations.frame(out -> callInPieces(out, codec)),
        Mutations.frame(out -> chunk(out, 3, FrameFlags.MORE, pieces(codec)[1])),
        Mutations.frame(out -> RawPeer.call(out, codec, 4, 0, "countElsewhere", 50)),
        Mutations.frame(out -> FrameWriter.credit(out, 4, 20)),
        Mutations.frame(out -> FrameWriter.ping(out, 0, 77)),
        Mutations.frame(out -> chunk(out, 3, 0, pieces(codec)[2])),
        Mutations.frame(out -> RawPeer.call(out, codec, 5, 0, "hold", "five")),
        Mutations.frame(out -> FrameWriter.cancel(out, 5, false)),
        Mutations.frame(out -> FrameWriter.empty(out, FrameType.DECLINE, 0)),
        Mutations.frame(out -> RawPeer.call(out, codec, 6, FrameFlags.GRANTED, "batched", "six")),
        Mutations.frame(out -> FrameWriter.credit(out, 4, Integer.MAX_VALUE)),
        Mutations.frame(out -> RawPeer.call(out, codec, 7, 0, "make", 200_000)));
  }

  private static void callInPieces(ByteBuf out, Codec codec) {
    int start =
        FrameWriter.beginCall(
            out,
            3,
            FrameFlags.MORE,
            MethodId.of(EchoStage.DESCRIPTOR.name(), "bytes"),
            0,
            CallMetadata.NONE);
    out.writeBytes(pieces(codec)[0]);
    FrameWriter.end(out, start);
  }

  /** The argument {@link #LONG} in three. */
  private static byte[][] pieces(Codec codec) {
    byte[] whole =
        Mutations.frame(
            out -> codec.encodeArguments(new Object[] {LONG}, List.of(byte[].class), out));
    return inThree(whole);
  }

  private static byte[][] inThree(byte[] whole) {
    int third = whole.length / 3;
    return new byte[][] {
      Arrays.copyOfRange(whole, 0, third),
      Arrays.copyOfRange(whole, third, 2 * third),
      Arrays.copyOfRange(whole, 2 * third, whole.length)
    };
  }

  private static void chunk(ByteBuf out, int stream, int flags, byte[] piece) {
    int start = FrameWriter.begin(out, FrameType.CHUNK, flags, stream);
    out.writeBytes(piece);
    FrameWriter.end(out, start);
  }

  static List<byte[]> replicaScript(Codec codec) {
    int load = Load.of(1, 8);
    WireError error = new WireError(ErrorKind.STAGE_FAILED, 0, "Wrong", "failed", "at x");
    byte[][] pieces = inThree(Mutations.frame(out -> codec.encode(LONG, byte[].class, out)));
    return List.of(
        Mutations.frame(out -> FrameWriter.empty(out, FrameType.ACCEPT, 1)),
        Mutations.frame(out -> FrameWriter.empty(out, FrameType.ACCEPT, 3)),
        Mutations.frame(out -> item(out, codec, 3, 0)),
        Mutations.frame(
            out -> {
              int start = FrameWriter.beginResponse(out, 2, load);
              out.writeBytes(pieces[0]);
              FrameWriter.end(out, start);
              FrameWriter.addFlags(out, start, FrameFlags.MORE);
            }),
        Mutations.frame(out -> FrameWriter.ping(out, 0, 5)),
        Mutations.frame(out -> chunk(out, 2, FrameFlags.MORE, pieces[1])),
        Mutations.frame(out -> item(out, codec, 3, 1)),
        Mutations.frame(
            out -> {
              int start = FrameWriter.beginResponse(out, 1, load);
              codec.encode("first", String.class, out);
              FrameWriter.end(out, start);
            }),
        Mutations.frame(out -> chunk(out, 2, 0, pieces[2])),
        Mutations.frame(out -> FrameWriter.reject(out, 9, load, false)),
        Mutations.frame(out -> FrameWriter.error(out, 0, 8, load, error)),
        Mutations.frame(out -> FrameWriter.empty(out, FrameType.GRANT, 0)),
        Mutations.frame(out -> FrameWriter.end(out, 3, load)));
  }

  private static void item(ByteBuf out, Codec codec, int stream, int element) {
    int start = FrameWriter.begin(out, FrameType.ITEM, 0, stream);
    codec.encode(element, Integer.class, out);
    FrameWriter.end(out, start);
  }
}
