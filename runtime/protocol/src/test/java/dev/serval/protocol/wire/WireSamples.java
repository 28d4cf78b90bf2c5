package dev.serval.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Consumer;

/** One frame of each kind and form, as version 1 of the protocol writes it. */
final class WireSamples {

  static final Hello HELLO =
      new Hello(
          1,
          3,
          0b110,
          0x0123456789abcdefL,
          64 << 20,
          "shop",
          "Ranking",
          "Ingress/ingress-0",
          "tok");
  static final Welcome WELCOME = new Welcome(1, (byte) 2, 100, 64 << 20, "ranking-7f9c");
  static final CallMetadata METADATA =
      new CallMetadata(
          "req-1",
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          "vendor=x",
          "model-a",
          "session ü");
  static final WireError STAGE_FAILED =
      new WireError(
          ErrorKind.STAGE_FAILED,
          0,
          "java.lang.IllegalStateException",
          "Ranking.score failed: no model",
          "java.lang.IllegalStateException: no model\n\tat shop.Ranking.score(Ranking.java:7)\n");
  static final WireError BACK_PRESSURE =
      new WireError(ErrorKind.BACK_PRESSURE, 1500, "", "Ranking has 100 calls waiting already", "");
  static final GoAway GO_AWAY = new GoAway(GoAwayCode.DRAINING, "replica ranking-7f9c shuts down");

  /** A frame, what it is, and how it is written. */
  record Sample(String name, String description, Consumer<ByteBuf> writer) {

    byte[] bytes() {
      ByteBuf out = Unpooled.buffer();
      writer.accept(out);
      return ByteBufUtil.getBytes(out);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Sample> ALL =
      List.of(
          new Sample(
              "hello",
              "HELLO of " + HELLO,
              out -> framed(out, FrameType.HELLO, 0, 0, HELLO::write)),
          new Sample(
              "welcome",
              "WELCOME of " + WELCOME,
              out -> framed(out, FrameType.WELCOME, 0, 0, WELCOME::write)),
          new Sample(
              "call",
              "CALL on stream 1 of Ranking/score, 2 500 ms left, no metadata; body 01 02 03",
              out -> call(out, 1, 0, 2500, CallMetadata.NONE)),
          new Sample(
              "call-metadata",
              "CALL on stream 2 with the slot granted, no deadline, " + METADATA,
              out -> call(out, 2, FrameFlags.GRANTED, 0, METADATA)),
          new Sample(
              "call-more",
              "CALL on stream 3 whose body continues in chunks",
              out -> call(out, 3, FrameFlags.MORE, 0, CallMetadata.NONE)),
          new Sample(
              "chunk-more",
              "CHUNK of stream 3 that is not the last; body 04 05",
              out -> framed(out, FrameType.CHUNK, FrameFlags.MORE, 3, b -> b.writeShort(0x0405))),
          new Sample(
              "chunk-last",
              "CHUNK of stream 3 that is the last; body 06",
              out -> framed(out, FrameType.CHUNK, 0, 3, b -> b.writeByte(6))),
          new Sample(
              "accept", "ACCEPT of stream 1", out -> FrameWriter.empty(out, FrameType.ACCEPT, 1)),
          new Sample(
              "reject",
              "REJECT of stream 1: 7 calls of others, limit 8",
              out -> FrameWriter.reject(out, 1, Load.of(7, 8), false)),
          new Sample(
              "reject-draining",
              "REJECT of stream 1 by a replica that drains: no other calls, limit 8",
              out -> FrameWriter.reject(out, 1, Load.of(0, 8), true)),
          new Sample(
              "response",
              "RESPONSE on stream 1: 7 calls of others, limit 8; body 01 02 03",
              out -> {
                int start = FrameWriter.beginResponse(out, 1, Load.of(7, 8));
                out.writeMedium(0x010203);
                FrameWriter.end(out, start);
              }),
          new Sample(
              "error-stage-failed",
              "ERROR on stream 1 of " + STAGE_FAILED,
              out -> FrameWriter.error(out, 0, 1, Load.of(0, 8), STAGE_FAILED)),
          new Sample(
              "error-forwarded",
              "ERROR on stream 1, of a deployment behind the replica",
              out -> FrameWriter.error(out, FrameFlags.FORWARDED, 1, Load.of(0, 8), STAGE_FAILED)),
          new Sample(
              "error-back-pressure",
              "ERROR on stream 1 of " + BACK_PRESSURE,
              out -> FrameWriter.error(out, 0, 1, Load.of(8, 8), BACK_PRESSURE)),
          new Sample(
              "item",
              "ITEM on stream 4; body 0a 0b",
              out -> framed(out, FrameType.ITEM, 0, 4, b -> b.writeShort(0x0a0b))),
          new Sample(
              "end",
              "END of stream 4: no other calls, limit 8",
              out -> FrameWriter.end(out, 4, Load.of(0, 8))),
          new Sample("credit", "CREDIT of 16 for stream 4", out -> FrameWriter.credit(out, 4, 16)),
          new Sample(
              "credit-unbounded",
              "CREDIT without bound for stream 4",
              out -> FrameWriter.credit(out, 4, WireLimits.NO_BOUND)),
          new Sample("cancel", "CANCEL of stream 4", out -> FrameWriter.cancel(out, 4, false)),
          new Sample(
              "cancel-deadline",
              "CANCEL of stream 4, whose deadline has passed",
              out -> FrameWriter.cancel(out, 4, true)),
          new Sample("grant", "GRANT", out -> FrameWriter.empty(out, FrameType.GRANT, 0)),
          new Sample("decline", "DECLINE", out -> FrameWriter.empty(out, FrameType.DECLINE, 0)),
          new Sample("goaway", "GOAWAY of " + GO_AWAY, out -> FrameWriter.goAway(out, GO_AWAY)),
          new Sample("ping", "PING with token 42", out -> FrameWriter.ping(out, 0, 42)),
          new Sample(
              "ping-ack",
              "The answer to PING with token 42",
              out -> FrameWriter.ping(out, FrameFlags.ACK, 42)));

  private WireSamples() {}

  private static void framed(
      ByteBuf out, byte type, int flags, int stream, Consumer<ByteBuf> payload) {
    int start = FrameWriter.begin(out, type, flags, stream);
    payload.accept(out);
    FrameWriter.end(out, start);
  }

  private static void call(
      ByteBuf out, int stream, int flags, int timeoutMillis, CallMetadata metadata) {
    int id = MethodId.of("Ranking", "score");
    int start = FrameWriter.beginCall(out, stream, flags, id, timeoutMillis, metadata);
    out.writeMedium(0x010203);
    FrameWriter.end(out, start);
  }
}
