package dev.serval.core.wire;

import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.ServeException;
import dev.serval.core.call.Call;
import dev.serval.core.call.CancelReason;
import dev.serval.core.codec.Codec;
import dev.serval.core.codec.CodecException;
import dev.serval.core.route.ReplicaLink;
import dev.serval.protocol.wire.ErrorKind;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.GoAway;
import dev.serval.protocol.wire.GoAwayCode;
import dev.serval.protocol.wire.ProtocolException;
import dev.serval.protocol.wire.Welcome;
import dev.serval.protocol.wire.WireError;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.lang.reflect.Type;

/**
 * The caller's end of a connection to a replica. Its state belongs to the channel's event loop;
 * other threads hand over what they want done.
 */
final class ClientConnection extends FrameHandler implements Call.Route {

  private final WireOptions options;
  private final WireLink link;
  private final ReplicaLink.Listener listener;
  private final StreamTable<Outgoing> streams = new StreamTable<>();

  private ChannelHandlerContext ctx;
  private Outbox outbox;
  private KeepAlive keepAlive;
  private BodyAssembly bodies;
  private volatile Codec codec;
  private volatile int peerMaxBodyBytes;
  private int nextStream = 1;
  private boolean draining;
  private String closeCause = "the connection was closed";

  ClientConnection(WireOptions options, WireLink link, ReplicaLink.Listener listener) {
    this.options = options;
    this.link = link;
    this.listener = listener;
  }

  // ---- Calls

  /** Sends a call; on the event loop or any other thread. */
  void send(Call call, boolean granted) {
    call.route(this);
    if (outbox.inLoop()) {
      encodeInLoop(call, granted);
    } else {
      encodeElsewhere(call, granted);
    }
  }

  private void encodeInLoop(Call call, boolean granted) {
    if (ctx == null || codec == null) {
      listener.lost(call, false, closeCause);
      return;
    }
    ByteBuf batch = outbox.batch();
    int start = batch.writerIndex();
    if (encode(call, granted, batch)) {
      int stream = register(call);
      FrameWriter.setStream(batch, start, stream);
      outbox.appended(start);
      passOnDemand(call, stream);
    } else {
      batch.writerIndex(start);
    }
  }

  private void encodeElsewhere(Call call, boolean granted) {
    ByteBuf frame = link.allocator().buffer(512);
    if (!encode(call, granted, frame)) {
      frame.release();
      return;
    }
    outbox.handOver(
        () -> {
          if (ctx == null) {
            frame.release();
            listener.lost(call, false, closeCause);
            return;
          }
          int stream = register(call);
          FrameWriter.setStream(frame, 0, stream);
          outbox.append(frame);
          passOnDemand(call, stream);
        });
  }

  /** Appends the call's frame; false, and the call has failed, if it cannot be encoded. */
  private boolean encode(Call call, boolean granted, ByteBuf out) {
    int start =
        FrameWriter.beginCall(
            out,
            0,
            granted ? FrameFlags.GRANTED : 0,
            call.target().methodId(),
            call.remainingMillis(System.nanoTime()),
            call.metadata());
    int bodyStart = out.writerIndex();
    String problem;
    try {
      codec.encodeArguments(
          call.arguments(), call.target().parameterTypes().toArray(Type[]::new), out);
      int bytes = out.writerIndex() - bodyStart;
      if (bytes <= peerMaxBodyBytes) {
        FrameWriter.end(out, start);
        return true;
      }
      problem =
          "the arguments take " + bytes + " bytes, the replica accepts at most " + peerMaxBodyBytes;
    } catch (CodecException wrong) {
      problem = wrong.getMessage();
    }
    if (granted) {
      link.declineOn(this);
    }
    listener.abandoned(call);
    call.fail(new BadRequestException(call.target().displayName() + ": " + problem));
    return false;
  }

  private int register(Call call) {
    int stream = nextStream;
    nextStream = nextStream == Integer.MAX_VALUE ? 1 : nextStream + 1;
    streams.put(stream, new Outgoing(call, stream));
    if (call.ended()) {
      // Cancelled on its way here: nobody else will find it in the table.
      cancelInLoop(call, CancelReason.CANCELLED);
    }
    return stream;
  }

  private void passOnDemand(Call call, int stream) {
    if (!call.target().streaming()) {
      return;
    }
    long demand = call.takeDemand();
    if (demand > 0) {
      ByteBuf batch = outbox.batch();
      int start = batch.writerIndex();
      FrameWriter.credit(batch, stream, Math.clamp(demand, 1, Integer.MAX_VALUE));
      outbox.appended(start);
    }
  }

  @Override
  public void demanded(Call call) {
    onLoop(
        () -> {
          Outgoing outgoing = outgoingOf(call);
          if (outgoing != null) {
            passOnDemand(call, outgoing.stream);
          }
        });
  }

  @Override
  public ServeException cancelled(Call call, CancelReason reason, ServeException error) {
    onLoop(() -> cancelInLoop(call, reason));
    return error;
  }

  private void cancelInLoop(Call call, CancelReason reason) {
    Outgoing outgoing = outgoingOf(call);
    if (outgoing == null) {
      return;
    }
    streams.remove(outgoing.stream);
    bodies.discard(outgoing.stream);
    outbox.cancelLarge(outgoing.stream);
    ByteBuf batch = outbox.batch();
    int start = batch.writerIndex();
    FrameWriter.cancel(batch, outgoing.stream, reason == CancelReason.DEADLINE);
    outbox.appended(start);
    listener.abandoned(call);
  }

  /** Rare, so it may look at each stream: only cancellation and streams ask by call. */
  private Outgoing outgoingOf(Call call) {
    return streams.find(outgoing -> outgoing.call == call);
  }

  /** Gives back the slot granted last; on the event loop. */
  void decline() {
    onLoop(
        () -> {
          if (ctx != null) {
            ByteBuf batch = outbox.batch();
            int start = batch.writerIndex();
            FrameWriter.empty(batch, FrameType.DECLINE, 0);
            outbox.appended(start);
          }
        });
  }

  private void onLoop(Outbox.Task task) {
    if (outbox.inLoop()) {
      task.run();
    } else {
      outbox.handOver(task);
    }
  }

  /** Closes the connection once the calls under way have ended. */
  void closeGracefully() {
    onLoop(
        () -> {
          draining = true;
          closeIfDone();
        });
  }

  private void closeIfDone() {
    if (draining && streams.size() == 0 && ctx != null) {
      ctx.close();
    }
  }

  // ---- Life of the connection

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    outbox = new Outbox(context.channel());
    bodies = new BodyAssembly(context.alloc(), options.maxBodyBytes());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    ByteBuf batch = outbox.batch();
    int start = FrameWriter.begin(batch, FrameType.HELLO, 0, 0);
    link.hello().write(batch);
    FrameWriter.end(batch, start);
    outbox.flushNow();
    keepAlive = new KeepAlive(context, outbox, options.keepAlive());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ctx = null;
    codec = null;
    keepAlive.stop();
    bodies.close();
    streams.drain(outgoing -> listener.lost(outgoing.call, outgoing.accepted, closeCause));
    outbox.close();
    link.closed(this, closeCause);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      outbox.flushNow();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    closeCause = cause.toString();
    context.close();
  }

  @Override
  void burstBegins() {
    outbox.burstBegins();
    keepAlive.heard();
  }

  @Override
  void burstEnds(ChannelHandlerContext context) {
    outbox.burstEnds();
    closeIfDone();
  }

  @Override
  void protocolBroken(ChannelHandlerContext context, ProtocolException error) {
    closeCause = "the replica broke the protocol: " + error.getMessage();
    ByteBuf batch = outbox.batch();
    FrameWriter.goAway(batch, new GoAway(GoAwayCode.PROTOCOL_ERROR, error.getMessage()));
    outbox.burstEnds();
    context.close();
  }

  // ---- Frames

  @Override
  void frame(ChannelHandlerContext context, byte type, int flags, int stream, ByteBuf in, int end) {
    switch (type) {
      case FrameType.RESPONSE -> response(stream, flags, in, end);
      case FrameType.ACCEPT -> {
        Outgoing outgoing = streams.get(stream);
        if (outgoing != null) {
          outgoing.accepted = true;
          listener.accepted(outgoing.call);
        }
      }
      case FrameType.REJECT -> reject(stream, in, end);
      case FrameType.ERROR -> error(stream, in, end);
      case FrameType.ITEM -> item(stream, flags, in, end);
      case FrameType.END -> streamEnd(stream, in, end);
      case FrameType.CHUNK -> chunk(stream, flags, in, end);
      case FrameType.GRANT -> listener.granted();
      case FrameType.WELCOME -> welcome(Welcome.read(in, end));
      case FrameType.GOAWAY -> goAway(GoAway.read(in, end));
      case FrameType.PING -> keepAlive.ping(flags, in, end);
      default -> throw new ProtocolException("a caller does not expect " + FrameType.name(type));
    }
  }

  private void welcome(Welcome welcome) {
    Codec chosen = options.codec(welcome.codec());
    if (codec != null || chosen == null) {
      throw new ProtocolException(
          codec != null
              ? "WELCOME came twice"
              : "WELCOME chose codec " + welcome.codec() + ", which was not offered");
    }
    peerMaxBodyBytes = welcome.maxBodyBytes();
    codec = chosen;
    link.opened(this, welcome);
  }

  private void response(int stream, int flags, ByteBuf in, int end) {
    require(in, end, Integer.BYTES, FrameType.RESPONSE);
    int load = in.readInt();
    Outgoing outgoing = streams.get(stream);
    if (outgoing == null) {
      return;
    }
    if (FrameFlags.has(flags, FrameFlags.MORE)) {
      bodies.begin(stream, FrameType.RESPONSE, flags, load, in, end - in.readerIndex());
      return;
    }
    streams.remove(stream);
    finish(outgoing.call, load, in, end);
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
    } finally {
      in.writerIndex(writerIndex);
    }
  }

  private void reject(int stream, ByteBuf in, int end) {
    require(in, end, Integer.BYTES + 1, FrameType.REJECT);
    int load = in.readInt();
    boolean replicaDraining = in.readByte() != 0;
    Outgoing outgoing = streams.remove(stream);
    if (outgoing != null) {
      listener.rejected(outgoing.call, load, replicaDraining);
    }
  }

  private void error(int stream, ByteBuf in, int end) {
    require(in, end, Integer.BYTES, FrameType.ERROR);
    int load = in.readInt();
    WireError error = WireError.read(in, end);
    Outgoing outgoing = streams.remove(stream);
    bodies.discard(stream);
    if (outgoing != null) {
      outbox.cancelLarge(stream);
      listener.ended(
          outgoing.call,
          load,
          error.kind() == ErrorKind.STAGE_FAILED
              ? ReplicaLink.Outcome.STAGE_FAILURE
              : ReplicaLink.Outcome.NEUTRAL);
      outgoing.call.fail(ErrorMapping.fromWire(error));
    }
  }

  private void item(int stream, int flags, ByteBuf in, int end) {
    Outgoing outgoing = streams.get(stream);
    if (outgoing == null) {
      return;
    }
    if (FrameFlags.has(flags, FrameFlags.MORE)) {
      bodies.begin(stream, FrameType.ITEM, flags, 0, in, end - in.readerIndex());
      return;
    }
    element(outgoing, in, end);
  }

  private void element(Outgoing outgoing, ByteBuf in, int end) {
    try {
      outgoing.call.element(decode(outgoing.call, in, end));
    } catch (CodecException wrong) {
      outgoing.call.fail(
          new BadRequestException(
              outgoing.call.target().displayName() + " element: " + wrong.getMessage()));
      cancelInLoop(outgoing.call, CancelReason.CANCELLED);
    }
  }

  private void streamEnd(int stream, ByteBuf in, int end) {
    require(in, end, Integer.BYTES, FrameType.END);
    int load = in.readInt();
    Outgoing outgoing = streams.remove(stream);
    if (outgoing != null) {
      listener.ended(outgoing.call, load, ReplicaLink.Outcome.SUCCESS);
      outgoing.call.succeed(null);
    }
  }

  private void chunk(int stream, int flags, ByteBuf in, int end) {
    BodyAssembly.Partial partial = bodies.append(stream, in, end - in.readerIndex());
    if (partial == null) {
      return;
    }
    Outgoing outgoing = streams.get(stream);
    if (bodies.overLimit(partial)) {
      bodies.discard(stream);
      outgoing.call.fail(
          new BadRequestException(
              outgoing.call.target().displayName()
                  + " result: more than the "
                  + options.maxBodyBytes()
                  + " bytes that this process accepts"));
      cancelInLoop(outgoing.call, CancelReason.CANCELLED);
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
        finish(outgoing.call, (Integer) partial.context(), whole, whole.writerIndex());
      }
    } finally {
      whole.release();
    }
  }

  private void goAway(GoAway goAway) {
    closeCause = "the replica closed the connection (" + goAway.code() + "): " + goAway.message();
    if (goAway.code() == GoAwayCode.DRAINING) {
      draining = true;
      listener.draining();
    } else {
      link.refused(goAway);
      ctx.close();
    }
  }

  /** A call on its stream. */
  private static final class Outgoing {
    private final Call call;
    private final int stream;
    private boolean accepted;

    Outgoing(Call call, int stream) {
      this.call = call;
      this.stream = stream;
    }
  }
}
