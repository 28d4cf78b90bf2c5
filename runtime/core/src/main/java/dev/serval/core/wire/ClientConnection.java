package dev.serval.core.wire;

import dev.serval.api.error.BadRequestException;
import dev.serval.core.call.Call;
import dev.serval.core.call.CancelReason;
import dev.serval.core.codec.Codec;
import dev.serval.core.route.ReplicaLink;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.GoAway;
import dev.serval.protocol.wire.GoAwayCode;
import dev.serval.protocol.wire.Hello;
import dev.serval.protocol.wire.ProtocolException;
import dev.serval.protocol.wire.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * The caller's end of a connection to a replica. Its state belongs to the channel's event loop;
 * other threads hand over what they want done.
 */
final class ClientConnection extends FrameHandler {

  private final WireOptions options;
  private final WireLink link;
  private final ReplicaLink.Listener listener;
  private final StreamTable<Outgoing> streams = new StreamTable<>();

  private ChannelHandlerContext ctx;
  private Outbox outbox;
  private KeepAlive keepAlive;
  private Answers answers;

  /** {@code null} before WELCOME and after the end. */
  private volatile Codec codec;

  private volatile int peerMaxBodyBytes;
  private int newestStream;
  private boolean draining;
  private volatile String closeCause = "the connection was closed";

  ClientConnection(WireOptions options, WireLink link, ReplicaLink.Listener listener) {
    this.options = options;
    this.link = link;
    this.listener = listener;
  }

  // ---- Calls

  /** Sends a call; on the event loop or any other thread. */
  void send(Call call, boolean granted) {
    Outgoing outgoing = new Outgoing(this, call);
    call.route(outgoing);
    Codec now = codec;
    if (now == null) {
      listener.lost(call, false, closeCause);
    } else if (outbox.inLoop()) {
      encodeInLoop(outgoing, granted, now);
    } else {
      encodeElsewhere(outgoing, granted, now);
    }
  }

  private void encodeInLoop(Outgoing outgoing, boolean granted, Codec now) {
    ByteBuf batch = outbox.batch();
    int start = batch.writerIndex();
    String problem = append(outgoing.call(), granted, now, batch);
    if (problem == null) {
      FrameWriter.setStream(batch, start, register(outgoing));
      outbox.appended(start);
      sent(outgoing);
    } else {
      batch.writerIndex(start);
      refuse(outgoing.call(), granted, problem);
    }
  }

  private void encodeElsewhere(Outgoing outgoing, boolean granted, Codec now) {
    ByteBuf frame = link.allocator().buffer(512);
    String problem = append(outgoing.call(), granted, now, frame);
    if (problem != null) {
      frame.release();
      refuse(outgoing.call(), granted, problem);
      return;
    }
    outbox.handOver(
        () -> {
          if (codec == null) {
            frame.release();
            listener.lost(outgoing.call(), false, closeCause);
            return;
          }
          FrameWriter.setStream(frame, 0, register(outgoing));
          outbox.append(frame);
          sent(outgoing);
        });
  }

  private String append(Call call, boolean granted, Codec now, ByteBuf out) {
    return CallEncoder.append(call, granted, link.nanoTime(), now, peerMaxBodyBytes, out);
  }

  private void refuse(Call call, boolean granted, String problem) {
    if (granted) {
      decline();
    }
    listener.abandoned(call);
    call.fail(new BadRequestException(call.target().displayName() + ": " + problem));
  }

  /** Gives the call its stream. The numbers begin again after 2³¹ - 1, leaving out those in use. */
  private int register(Outgoing outgoing) {
    int stream = newestStream;
    do {
      stream = stream == Integer.MAX_VALUE ? 1 : stream + 1;
    } while (streams.get(stream) != null);
    newestStream = stream;
    outgoing.sentOn(stream);
    streams.put(stream, outgoing);
    return stream;
  }

  /** The call's frame is on its way; what concerns the call may follow. */
  private void sent(Outgoing outgoing) {
    if (outgoing.call().ended()) {
      // Cancelled on its way here, when there was nothing to cancel yet.
      cancelInLoop(outgoing, CancelReason.CANCELLED);
    } else if (outgoing.call().target().streaming()) {
      passOnCredit(outgoing);
    }
  }

  private boolean underWay(Outgoing outgoing) {
    return streams.get(outgoing.stream()) == outgoing;
  }

  private void passOnCredit(Outgoing outgoing) {
    int credit = outgoing.takeCredit();
    if (credit > 0) {
      ByteBuf batch = outbox.batch();
      int start = batch.writerIndex();
      FrameWriter.credit(batch, outgoing.stream(), credit);
      outbox.appended(start);
    }
  }

  /** The subscriber of a stream can take more; any thread. */
  void demanded(Outgoing outgoing) {
    outbox.onLoop(
        () -> {
          if (underWay(outgoing)) {
            passOnCredit(outgoing);
          }
        });
  }

  /** The caller has lost interest; any thread. */
  void cancelled(Outgoing outgoing, CancelReason reason) {
    outbox.onLoop(() -> cancelInLoop(outgoing, reason));
  }

  void cancelInLoop(Outgoing outgoing, CancelReason reason) {
    if (!underWay(outgoing)) {
      return;
    }
    int stream = outgoing.stream();
    streams.remove(stream);
    answers.forget(stream);
    outbox.cancelLarge(stream);
    ByteBuf batch = outbox.batch();
    int start = batch.writerIndex();
    FrameWriter.cancel(batch, stream, reason == CancelReason.DEADLINE);
    outbox.appended(start);
    listener.abandoned(outgoing.call());
  }

  /** Gives back the slot granted last. */
  void decline() {
    outbox.onLoop(
        () -> {
          if (ctx != null) {
            outbox.appendEmpty(FrameType.DECLINE, 0);
          }
        });
  }

  /** Closes the connection once the calls under way have ended. */
  void closeGracefully() {
    outbox.onLoop(
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

  /** Whether the replica, or this side, takes no new calls here; on the event loop. */
  boolean draining() {
    return draining;
  }

  // ---- Life of the connection

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    outbox = new Outbox(context.channel(), options.busyPoll(), () -> {});
    BodyAssembly bodies = new BodyAssembly(context.alloc(), options.maxBodyBytes());
    answers = new Answers(this, listener, streams, bodies, outbox, options.maxBodyBytes());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    keepAlive = new KeepAlive(context, outbox, options.keepAlive(), this);
    ByteBuf batch = outbox.batch();
    int start = FrameWriter.begin(batch, FrameType.HELLO, 0, 0);
    link.hello().write(batch);
    FrameWriter.end(batch, start);
    outbox.flushNow();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ctx = null;
    codec = null;
    keepAlive.stop();
    answers.close();
    outbox.close();
    // The link first: a call that is lost is offered again at once, and must not come back here.
    try {
      link.closed(this, closeCause);
    } finally {
      streams.drain(outgoing -> listener.lost(outgoing.call(), outgoing.accepted(), closeCause));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    giveUp(cause.toString());
  }

  @Override
  void giveUp(String cause) {
    if (ctx != null) {
      closeCause = cause;
      ctx.close();
    }
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
    outbox.append(new GoAway(GoAwayCode.PROTOCOL_ERROR, error.getMessage()));
    outbox.burstEnds();
    giveUp("the replica broke the protocol: " + error.getMessage());
  }

  // ---- Frames

  @Override
  void frame(ChannelHandlerContext context, byte type, int flags, int stream, ByteBuf in, int end) {
    switch (type) {
      case FrameType.RESPONSE -> answers.response(stream, flags, in, end);
      case FrameType.ACCEPT -> answers.accept(stream);
      case FrameType.REJECT -> answers.reject(stream, in, end);
      case FrameType.ERROR -> answers.error(stream, flags, in, end);
      case FrameType.ITEM -> answers.item(stream, flags, in, end);
      case FrameType.END -> answers.streamEnd(stream, in, end);
      case FrameType.CHUNK -> answers.chunk(stream, flags, in, end);
      case FrameType.GRANT -> grant();
      case FrameType.WELCOME -> welcome(Welcome.read(in, end));
      case FrameType.GOAWAY -> goAway(GoAway.read(in, end));
      case FrameType.PING -> keepAlive.ping(flags, in, end);
      default -> throw new ProtocolException("a caller does not expect " + FrameType.name(type));
    }
  }

  private void grant() {
    if (codec == null) {
      throw new ProtocolException("GRANT came before WELCOME");
    }
    listener.granted();
  }

  private void welcome(Welcome welcome) {
    Hello hello = link.hello();
    Codec chosen = options.codec(welcome.codec());
    if (codec != null) {
      throw new ProtocolException("WELCOME came twice");
    }
    if (chosen == null) {
      throw new ProtocolException(
          "WELCOME chose codec " + welcome.codec() + ", which was not offered");
    }
    if (welcome.version() < hello.oldestVersion() || welcome.version() > hello.newestVersion()) {
      throw new ProtocolException(
          "WELCOME chose version " + welcome.version() + ", which was not offered");
    }
    answers.decodeWith(chosen);
    keepAlive.established();
    peerMaxBodyBytes = welcome.maxBodyBytes();
    codec = chosen;
    link.opened(this, welcome);
  }

  private void goAway(GoAway goAway) {
    if (goAway.code() == GoAwayCode.DRAINING) {
      closeCause = "the replica is draining: " + goAway.message();
      draining = true;
      listener.draining();
    } else {
      finish();
      link.refused(goAway);
      giveUp("the replica closed the connection (" + goAway.code() + "): " + goAway.message());
    }
  }
}
