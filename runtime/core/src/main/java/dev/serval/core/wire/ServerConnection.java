package dev.serval.core.wire;

import dev.serval.api.error.BadRequestException;
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
import dev.serval.protocol.wire.Welcome;
import dev.serval.protocol.wire.WireError;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The replica's end of a connection. Its state belongs to the channel's event loop; replies made on
 * other threads are handed over.
 */
final class ServerConnection extends FrameHandler {

  private final WireServer server;
  private final StageReplica replica;
  private final StreamTable<WireCall> streams = new StreamTable<>();

  /** Calls that began in this read burst; those still running at its end are acknowledged. */
  private final List<WireCall> begun = new ArrayList<>();

  private ChannelHandlerContext ctx;
  private Outbox outbox;
  private KeepAlive keepAlive;
  private BodyAssembly bodies;
  private Codec codec;
  private Seat seat;
  private int peerMaxBodyBytes;
  private int newestStream;

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
  }

  /** Says that the replica takes no more calls; any thread. */
  void sayDraining() {
    onLoop(() -> goAway(GoAwayCode.DRAINING, "replica " + replica.id() + " is shutting down"));
  }

  /** Closes the connection after what was appended is sent; any thread. */
  void close() {
    onLoop(
        () -> {
          if (ctx != null) {
            outbox.flushNow();
            ctx.close();
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

  // ---- Life of the connection

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    outbox = new Outbox(context.channel());
    bodies = new BodyAssembly(context.alloc(), server.options().maxBodyBytes());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!server.connected(this)) {
      context.close();
      return;
    }
    keepAlive = new KeepAlive(context, outbox, server.options().keepAlive());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ctx = null;
    if (keepAlive != null) {
      keepAlive.stop();
    }
    bodies.close();
    streams.drain(call -> call.cancel(CancelReason.CANCELLED));
    if (seat != null) {
      replica.admission().leave(seat);
    }
    outbox.close();
    server.disconnected(this);
  }

  /** A peer that does not read its answers is not given the means to ask for more. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    boolean writable = context.channel().isWritable();
    context.channel().config().setAutoRead(writable);
    if (writable) {
      outbox.flushNow();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
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
        ByteBuf batch = outbox.batch();
        int start = batch.writerIndex();
        FrameWriter.empty(batch, FrameType.ACCEPT, call.stream());
        outbox.appended(start);
      }
    }
    begun.clear();
    outbox.burstEnds();
  }

  @Override
  void protocolBroken(ChannelHandlerContext context, ProtocolException error) {
    goAway(GoAwayCode.PROTOCOL_ERROR, error.getMessage());
    outbox.burstEnds();
    context.close();
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
      case FrameType.GOAWAY -> ctx.close();
      default -> throw new ProtocolException("a replica does not expect " + FrameType.name(type));
    }
  }

  private void hello(Hello hello) {
    if (codec != null) {
      throw new ProtocolException("HELLO came twice");
    }
    int version = hello.commonVersion(WireLimits.OLDEST_VERSION, WireLimits.NEWEST_VERSION);
    if (version == 0) {
      refuse(
          GoAwayCode.VERSION,
          "this replica speaks versions "
              + WireLimits.OLDEST_VERSION
              + " to "
              + WireLimits.NEWEST_VERSION
              + " of the protocol, the caller "
              + hello.oldestVersion()
              + " to "
              + hello.newestVersion());
      return;
    }
    String application = server.options().application();
    if (!hello.application().equals(application)
        || !hello.deployment().equals(replica.deployment())) {
      refuse(
          GoAwayCode.WRONG_TARGET,
          "this is deployment "
              + replica.deployment()
              + " of application "
              + application
              + ", but the caller looks for "
              + hello.deployment()
              + " of "
              + hello.application());
      return;
    }
    Codec common = server.options().commonCodec(hello.codecs());
    if (common == null) {
      refuse(GoAwayCode.VERSION, "the caller offers no codec that this replica has");
      return;
    }
    peerMaxBodyBytes = hello.maxBodyBytes();
    seat = new Seat(server.ongoingOf(hello.callerId()), this::grant);
    codec = common;
    ByteBuf batch = outbox.batch();
    int start = batch.writerIndex();
    FrameWriter.begin(batch, FrameType.WELCOME, 0, 0);
    new Welcome(
            version,
            common.id(),
            replica.admission().limit(),
            server.options().maxBodyBytes(),
            replica.id())
        .write(batch);
    FrameWriter.end(batch, start);
    outbox.appended(start);
    if (replica.admission().draining()) {
      sayDraining();
    }
  }

  private void refuse(GoAwayCode code, String message) {
    goAway(code, message);
    outbox.burstEnds();
    ctx.close();
  }

  private void goAway(GoAwayCode code, String message) {
    ByteBuf batch = outbox.batch();
    int start = batch.writerIndex();
    FrameWriter.goAway(batch, new GoAway(code, message));
    outbox.appended(start);
  }

  private void grant() {
    onLoop(
        () -> {
          if (ctx != null) {
            ByteBuf batch = outbox.batch();
            int start = batch.writerIndex();
            FrameWriter.empty(batch, FrameType.GRANT, 0);
            outbox.appended(start);
          }
        });
  }

  private void call(int flags, int stream, ByteBuf in, int end) {
    if (stream <= newestStream && newestStream != Integer.MAX_VALUE) {
      throw new ProtocolException("CALL uses stream " + stream + " after stream " + newestStream);
    }
    newestStream = stream;
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
            : System.nanoTime() + Integer.toUnsignedLong(timeoutMillis) * 1_000_000;
    WireCall call = new WireCall(this, replica, method, seat, metadata, deadline, stream);
    streams.put(stream, call);
    if (FrameFlags.has(flags, FrameFlags.MORE)) {
      bodies.begin(stream, FrameType.CALL, flags, call, in, end - in.readerIndex());
    } else {
      start(call, in, end);
    }
  }

  private void start(WireCall call, ByteBuf in, int end) {
    begun.add(call);
    call.startWith(in, end);
  }

  private void chunk(int flags, int stream, ByteBuf in, int end) {
    BodyAssembly.Partial partial = bodies.append(stream, in, end - in.readerIndex());
    if (partial == null) {
      return;
    }
    WireCall call = (WireCall) partial.context();
    if (bodies.overLimit(partial)) {
      bodies.discard(stream);
      call.fail(
          new BadRequestException(
              replica.displayName(call.method())
                  + ": the arguments take more than the "
                  + server.options().maxBodyBytes()
                  + " bytes that this replica accepts"));
    } else if (!FrameFlags.has(flags, FrameFlags.MORE)) {
      bodies.remove(stream);
      ByteBuf whole = partial.bytes();
      try {
        start(call, whole, whole.writerIndex());
      } finally {
        whole.release();
      }
    }
  }

  private void cancel(int stream, ByteBuf in, int end) {
    require(in, end, 1, FrameType.CANCEL);
    boolean deadline = in.readByte() != 0;
    bodies.discard(stream);
    WireCall call = streams.remove(stream);
    if (call != null) {
      outbox.cancelLarge(stream);
      call.cancel(deadline ? CancelReason.DEADLINE : CancelReason.CANCELLED);
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
      call.demand(elements);
    }
  }

  private void error(int stream, ErrorKind kind, String message) {
    ByteBuf batch = outbox.batch();
    int start = batch.writerIndex();
    FrameWriter.error(batch, stream, load(), new WireError(kind, 0, "", message, ""));
    outbox.appended(start);
  }
}
