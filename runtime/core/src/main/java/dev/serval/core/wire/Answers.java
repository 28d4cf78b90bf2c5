package dev.serval.core.wire;

import dev.serval.api.error.BadRequestException;
import dev.serval.core.call.Call;
import dev.serval.core.call.CancelReason;
import dev.serval.core.codec.Codec;
import dev.serval.core.codec.CodecException;
import dev.serval.core.route.ReplicaLink;
import dev.serval.protocol.wire.ErrorKind;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.ProtocolException;
import dev.serval.protocol.wire.WireError;
import io.netty.buffer.ByteBuf;

/**
 * Reads what a replica answers and gives each call its outcome. Answers to streams that are not
 * known are skipped: their calls were cancelled while the answer was on its way. Belongs to the
 * connection's event loop.
 */
final class Answers {

  private final ClientConnection connection;
  private final ReplicaLink.Listener listener;
  private final StreamTable<Outgoing> streams;
  private final BodyAssembly bodies;
  private final Outbox outbox;
  private final int maxBodyBytes;
  private Codec codec;

  Answers(
      ClientConnection connection,
      ReplicaLink.Listener listener,
      StreamTable<Outgoing> streams,
      BodyAssembly bodies,
      Outbox outbox,
      int maxBodyBytes) {
    this.connection = connection;
    this.listener = listener;
    this.streams = streams;
    this.bodies = bodies;
    this.outbox = outbox;
    this.maxBodyBytes = maxBodyBytes;
  }

  void decodeWith(Codec chosen) {
    codec = chosen;
  }

  /** The call of a stream has ended on this side. */
  void forget(int stream) {
    bodies.discard(stream);
  }

  void close() {
    bodies.close();
  }

  void accept(int stream) {
    Outgoing outgoing = streams.get(stream);
    if (outgoing != null) {
      outgoing.accept();
      listener.accepted(outgoing.call());
    }
  }

  void response(int stream, int flags, ByteBuf in, int end) {
    FrameHandler.require(in, end, Integer.BYTES, FrameType.RESPONSE);
    int load = in.readInt();
    Outgoing outgoing = expected(stream, FrameType.RESPONSE, false);
    if (outgoing == null) {
      return;
    }
    if (FrameFlags.has(flags, FrameFlags.MORE)) {
      bodies.begin(stream, FrameType.RESPONSE, load, in, end - in.readerIndex());
      return;
    }
    streams.remove(stream);
    finish(outgoing.call(), load, in, end);
  }

  /** The call that a frame belongs to, or {@code null}; it has to be one for such an answer. */
  private Outgoing expected(int stream, byte frameType, boolean streaming) {
    Outgoing outgoing = streams.get(stream);
    if (outgoing != null) {
      if (outgoing.call().target().streaming() != streaming) {
        throw new ProtocolException(
            FrameType.name(frameType)
                + " answers "
                + outgoing.call().target().displayName()
                + ", which "
                + (streaming ? "does not stream" : "streams"));
      }
      bodies.requireNone(stream, frameType);
    }
    return outgoing;
  }

  private void finish(Call call, int load, ByteBuf in, int end) {
    Object result;
    try {
      result = decode(call, in, end);
    } catch (CodecException wrong) {
      listener.ended(call, load, ReplicaLink.Outcome.NEUTRAL);
      call.fail(
          new BadRequestException(call.target().displayName() + " result: " + wrong.getMessage()));
      return;
    }
    listener.ended(call, load, ReplicaLink.Outcome.SUCCESS);
    call.succeed(result);
  }

  private Object decode(Call call, ByteBuf in, int end) {
    int writerIndex = in.writerIndex();
    in.writerIndex(end);
    try {
      return codec.decode(in, call.target().resultType());
    } catch (CodecException wrong) {
      throw wrong;
    } catch (RuntimeException | Error failure) {
      // The codec, or code of a user's class that it runs, is broken; the connection is not.
      throw new CodecException("cannot be decoded: " + failure, failure);
    } finally {
      in.writerIndex(writerIndex);
    }
  }

  void reject(int stream, ByteBuf in, int end) {
    FrameHandler.require(in, end, Integer.BYTES + 1, FrameType.REJECT);
    int load = in.readInt();
    boolean draining = in.readByte() != 0;
    Outgoing outgoing = streams.get(stream);
    if (outgoing == null) {
      return;
    }
    bodies.requireNone(stream, FrameType.REJECT);
    if (outgoing.accepted()) {
      throw new ProtocolException("REJECT of stream " + stream + ", which had been accepted");
    }
    streams.remove(stream);
    outbox.cancelLarge(stream);
    listener.rejected(outgoing.call(), load, draining);
  }

  void error(int stream, int flags, ByteBuf in, int end) {
    FrameHandler.require(in, end, Integer.BYTES, FrameType.ERROR);
    int load = in.readInt();
    WireError error = WireError.read(in, end);
    Outgoing outgoing = streams.remove(stream);
    if (outgoing == null) {
      return;
    }
    bodies.discard(stream);
    outbox.cancelLarge(stream);
    boolean replicaFailed =
        error.kind() == ErrorKind.STAGE_FAILED && !FrameFlags.has(flags, FrameFlags.FORWARDED);
    listener.ended(
        outgoing.call(),
        load,
        replicaFailed ? ReplicaLink.Outcome.STAGE_FAILURE : ReplicaLink.Outcome.NEUTRAL);
    outgoing.call().fail(ErrorMapping.fromWire(error));
  }

  void item(int stream, int flags, ByteBuf in, int end) {
    Outgoing outgoing = expected(stream, FrameType.ITEM, true);
    if (outgoing == null) {
      return;
    }
    outgoing.useCredit();
    // Something of the stream was seen: it cannot be begun again elsewhere.
    outgoing.accept();
    if (FrameFlags.has(flags, FrameFlags.MORE)) {
      bodies.begin(stream, FrameType.ITEM, null, in, end - in.readerIndex());
      return;
    }
    element(outgoing, in, end);
  }

  private void element(Outgoing outgoing, ByteBuf in, int end) {
    Call call = outgoing.call();
    Object element;
    try {
      element = decode(call, in, end);
    } catch (CodecException wrong) {
      giveUp(outgoing, call.target().displayName() + " element: " + wrong.getMessage());
      return;
    }
    call.element(element);
  }

  private void giveUp(Outgoing outgoing, String problem) {
    connection.cancelInLoop(outgoing, CancelReason.CANCELLED);
    outgoing.call().fail(new BadRequestException(problem));
  }

  void streamEnd(int stream, ByteBuf in, int end) {
    FrameHandler.require(in, end, Integer.BYTES, FrameType.END);
    int load = in.readInt();
    Outgoing outgoing = expected(stream, FrameType.END, true);
    if (outgoing != null) {
      streams.remove(stream);
      listener.ended(outgoing.call(), load, ReplicaLink.Outcome.SUCCESS);
      outgoing.call().succeed(null);
    }
  }

  void chunk(int stream, int flags, ByteBuf in, int end) {
    BodyAssembly.Partial partial = bodies.append(stream, in, end - in.readerIndex());
    if (partial == null) {
      return;
    }
    Outgoing outgoing = streams.get(stream);
    if (bodies.overLimit(partial)) {
      giveUp(
          outgoing,
          outgoing.call().target().displayName()
              + " result: more than the "
              + maxBodyBytes
              + " bytes that this process accepts");
      return;
    }
    if (FrameFlags.has(flags, FrameFlags.MORE)) {
      return;
    }
    bodies.remove(stream);
    ByteBuf whole = partial.bytes();
    try {
      if (partial.frameType() == FrameType.ITEM) {
        element(outgoing, whole, whole.writerIndex());
      } else {
        streams.remove(stream);
        finish(outgoing.call(), (Integer) partial.context(), whole, whole.writerIndex());
      }
    } finally {
      whole.release();
    }
  }
}
