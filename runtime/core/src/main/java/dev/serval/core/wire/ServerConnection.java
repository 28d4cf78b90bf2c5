package dev.serval.core.wire;

import dev.serval.core.admit.Seat;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.Scope;
import dev.serval.core.codec.Codec;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.stage.StageReplica;
import dev.serval.protocol.wire.CallMetadata;
import dev.serval.protocol.wire.ErrorKind;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.GoAway;
import dev.serval.protocol.wire.GoAwayCode;
import dev.serval.protocol.wire.Hello;
import dev.serval.protocol.wire.ProtocolException;
import dev.serval.protocol.wire.WireError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The replica's end of a connection. Its state belongs to the channel's event loop; replies made on
 * other threads are handed over.
 */
final class ServerConnection extends FrameHandler {

  private static final Logger LOG = Logger.getLogger(ServerConnection.class);

  private final WireServer server;
  private final StageReplica replica;
  private final StreamTable<WireCall> streams = new StreamTable<>();

  /** Calls that began in this read burst; those still running at its end are acknowledged. */
  private final List<WireCall> begun = new ArrayList<>();

  private ChannelHandlerContext ctx;
  private Outbox outbox;
  private KeepAlive keepAlive;
  private ArrivingArguments arriving;
  private Codec codec;
  private Seat seat;
  private long callerId;
  private int peerMaxBodyBytes;
  private String peer = "a caller that has not introduced itself";
  private boolean resuming;

  ServerConnection(WireServer server) {
    this.server = server;
    this.replica = server.replica();
  }

  Outbox outbox() {
    return outbox;
  }

  Codec codec() {
    return codec;
  }

  int peerMaxBodyBytes() {
    return peerMaxBodyBytes;
  }

  /** The load of the replica as this connection's caller is told it. */
  int load() {
    return replica.admission().loadFor(seat);
  }

  ByteBufAllocator allocator() {
    return server.allocator();
  }

  String application() {
    return server.options().application();
  }

  /** Whether the caller still waits for {@code call}; on the event loop. */
  boolean holds(WireCall call) {
    return streams.get(call.stream()) == call;
  }

  /** The call has sent its last frame, or will send none; on the event loop. */
  void ended(WireCall call) {
    streams.remove(call.stream());
    arriving.forget(call.stream());
  }

  /** Says that the replica takes no more calls; any thread. */
  void sayDraining() {
    GoAway goAway =
        new GoAway(GoAwayCode.DRAINING, "replica " + replica.id() + " is shutting down");
    outbox.onLoop(() -> outbox.append(goAway));
  }

  /** Closes the connection after what was appended is sent; any thread. */
  void close() {
    outbox.onLoop(
        () -> {
          if (ctx != null) {
            outbox.flushNow();
            ctx.close();
          }
        });
  }

  // ---- Life of the connection

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    outbox = new Outbox(context.channel(), server.options().busyPoll(), this::resumeIfRelieved);
    arriving = new ArrivingArguments(context.alloc(), server.options().maxBodyBytes());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    keepAlive = new KeepAlive(context, outbox, server.options().keepAlive(), this);
    if (!server.connected(this)) {
      refuse(
          GoAwayCode.TOO_MANY_CONNECTIONS,
          "replica " + replica.id() + " has as many connections as it takes");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ctx = null;
    keepAlive.stop();
    arriving.close();
    outbox.close();
    streams.drain(call -> call.abandon(CancelReason.CANCELLED));
    if (seat != null) {
      replica.admission().leave(seat);
      server.callerLeft(callerId);
    }
    server.disconnected(this);
  }

  /** A peer that does not read its answers is not given the means to ask for more. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      resumeIfRelieved();
    } else {
      context.channel().config().setAutoRead(false);
    }
  }

  @Override
  boolean congested() {
    return outbox.congested();
  }

  /** In a task of its own, since it is found out in the middle of a write. */
  private void resumeIfRelieved() {
    if (!resuming && ctx != null && !congested()) {
      resuming = true;
      ctx.executor().execute(this::resumeNow);
    }
  }

  private void resumeNow() {
    resuming = false;
    if (ctx == null || congested()) {
      return;
    }
    // Streams first: they were let in before what waits to be read.
    streams.forEach(WireCall::passOnDemand);
    outbox.flushNow();
    if (!congested()) {
      resume(ctx);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof Error || cause instanceof RuntimeException) {
      LOG.errorf(cause, "Replica %s: the connection of %s is closed", replica.id(), peer);
    }
    giveUp(cause.toString());
  }

  @Override
  void giveUp(String cause) {
    if (ctx != null) {
      LOG.debugf("Replica %s: the connection of %s is closed: %s", replica.id(), peer, cause);
      ctx.close();
    }
  }

  @Override
  void periodPassed() {
    arriving.periodPassed();
  }

  @Override
  void burstBegins() {
    outbox.burstBegins();
    keepAlive.heard();
  }

  @Override
  void burstEnds(ChannelHandlerContext context) {
    for (WireCall call : begun) {
      if (holds(call)) {
        outbox.appendEmpty(FrameType.ACCEPT, call.stream());
      }
    }
    begun.clear();
    outbox.burstEnds();
  }

  @Override
  void protocolBroken(ChannelHandlerContext context, ProtocolException error) {
    LOG.logf(
        codec == null ? Logger.Level.DEBUG : Logger.Level.WARN,
        "Replica %s closes the connection of %s at %s: %s",
        replica.id(),
        peer,
        context.channel().remoteAddress(),
        error.getMessage());
    refuse(GoAwayCode.PROTOCOL_ERROR, error.getMessage());
  }

  // ---- Frames

  @Override
  void frame(ChannelHandlerContext context, byte type, int flags, int stream, ByteBuf in, int end) {
    if (codec == null && type != FrameType.HELLO) {
      throw new ProtocolException("the first frame must be HELLO, but is " + FrameType.name(type));
    }
    switch (type) {
      case FrameType.CALL -> call(flags, stream, in, end);
      case FrameType.CHUNK -> chunk(flags, stream, in, end);
      case FrameType.CANCEL -> cancel(stream, in, end);
      case FrameType.CREDIT -> credit(stream, in, end);
      case FrameType.DECLINE -> replica.admission().decline(seat);
      case FrameType.PING -> keepAlive.ping(flags, in, end);
      case FrameType.HELLO -> hello(Hello.read(in, end));
      case FrameType.GOAWAY -> goneAway(GoAway.read(in, end));
      default -> throw new ProtocolException("a replica does not expect " + FrameType.name(type));
    }
  }

  private void hello(Hello hello) {
    if (codec != null) {
      throw new ProtocolException("HELLO came twice");
    }
    peer = hello.caller();
    Handshake answer = Handshake.with(hello, server.options(), replica);
    if (answer.refusal() != null) {
      refuse(answer.refusal().code(), answer.refusal().message());
      return;
    }
    callerId = hello.callerId();
    peerMaxBodyBytes = hello.maxBodyBytes();
    seat = new Seat(server.ongoingOf(callerId), this::grant);
    codec = server.options().codec(answer.welcome().codec());
    keepAlive.established();
    ByteBuf batch = outbox.batch();
    int start = FrameWriter.begin(batch, FrameType.WELCOME, 0, 0);
    answer.welcome().write(batch);
    FrameWriter.end(batch, start);
    outbox.appended(start);
    server.welcomed(this);
  }

  private void goneAway(GoAway goAway) {
    finish();
    giveUp("the caller went away (" + goAway.code() + "): " + goAway.message());
  }

  private void refuse(GoAwayCode code, String message) {
    finish();
    outbox.append(new GoAway(code, message));
    outbox.burstEnds();
    giveUp(message);
  }

  private void grant() {
    outbox.onLoop(
        () -> {
          if (ctx != null) {
            outbox.appendEmpty(FrameType.GRANT, 0);
          }
        });
  }

  private void call(int flags, int stream, ByteBuf in, int end) {
    if (stream < 1 || streams.get(stream) != null) {
      throw new ProtocolException(
          "CALL uses stream " + stream + (stream < 1 ? "" : ", which has a call under way"));
    }
    require(in, end, 2 * Integer.BYTES, FrameType.CALL);
    StageMethod method = replica.methodById(in.readInt());
    int timeoutMillis = in.readInt();
    CallMetadata metadata =
        FrameFlags.has(flags, FrameFlags.METADATA) ? CallMetadata.read(in, end) : CallMetadata.NONE;
    boolean granted = FrameFlags.has(flags, FrameFlags.GRANTED);
    if (method == null) {
      if (granted) {
        replica.admission().decline(seat);
      }
      error(stream, ErrorKind.BAD_REQUEST, replica.deployment() + " has no such method");
      return;
    }
    if (!replica.admission().tryAdmit(seat, granted)) {
      ByteBuf batch = outbox.batch();
      int start = batch.writerIndex();
      FrameWriter.reject(batch, stream, load(), replica.admission().draining());
      outbox.appended(start);
      return;
    }
    long deadline =
        timeoutMillis == 0
            ? Scope.NO_DEADLINE
            : replica.nanoTime() + Integer.toUnsignedLong(timeoutMillis) * 1_000_000;
    WireCall call = new WireCall(this, replica, method, seat, metadata, deadline, stream);
    streams.put(stream, call);
    if (FrameFlags.has(flags, FrameFlags.MORE)) {
      arriving.begin(call, in, end);
    } else {
      start(call, in, end);
    }
  }

  private void start(WireCall call, ByteBuf in, int end) {
    begun.add(call);
    call.startWith(in, end);
  }

  private void chunk(int flags, int stream, ByteBuf in, int end) {
    BodyAssembly.Partial whole = arriving.append(flags, stream, in, end);
    if (whole != null) {
      ByteBuf body = whole.bytes();
      try {
        start((WireCall) whole.context(), body, body.writerIndex());
      } finally {
        body.release();
      }
    }
  }

  private void cancel(int stream, ByteBuf in, int end) {
    require(in, end, 1, FrameType.CANCEL);
    boolean deadline = in.readByte() != 0;
    arriving.forget(stream);
    WireCall call = streams.remove(stream);
    if (call != null) {
      outbox.cancelLarge(stream);
      call.abandon(deadline ? CancelReason.DEADLINE : CancelReason.CANCELLED);
    }
  }

  private void credit(int stream, ByteBuf in, int end) {
    require(in, end, Integer.BYTES, FrameType.CREDIT);
    int elements = in.readInt();
    if (elements < 1) {
      throw new ProtocolException("CREDIT must be at least 1, but is " + elements);
    }
    WireCall call = streams.get(stream);
    if (call != null) {
      call.credit(elements);
    }
  }

  private void error(int stream, ErrorKind kind, String message) {
    ByteBuf batch = outbox.batch();
    int start = batch.writerIndex();
    FrameWriter.error(batch, 0, stream, load(), new WireError(kind, 0, "", message, ""));
    outbox.appended(start);
  }
}
