package dev.serval.core.wire;

import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.ServeException;
import dev.serval.api.error.StageFailedException;
import dev.serval.core.admit.Seat;
import dev.serval.core.call.CancelReason;
import dev.serval.core.codec.CodecException;
import dev.serval.core.stage.IncomingCall;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.stage.StageReplica;
import dev.serval.protocol.wire.CallMetadata;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.WireError;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A call that came over the wire. Arguments are decoded where the method runs: in the read buffer
 * on the event loop, from a slice of it on a thread of its own.
 *
 * <p>A caller's credit says what the caller can take, not what the network can: the stage is asked
 * for few elements at a time, and for none while the connection is congested.
 */
final class WireCall extends IncomingCall {

  private static final VarHandle IN_TRANSIT;

  static {
    try {
      IN_TRANSIT = MethodHandles.lookup().findVarHandle(WireCall.class, "inTransit", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Elements that the stage may be asked for ahead of those sent, as long as they are small. */
  static final int ELEMENTS_AHEAD = 16;

  private final ServerConnection connection;
  private final int stream;

  /** The encoded arguments until they are read; guarded by this. */
  private ByteBuf body;

  private int bodyEnd;

  /** Frames of a stream that other threads have handed over and the loop has not taken yet. */
  @SuppressWarnings("unused") // Through IN_TRANSIT.
  private volatile int inTransit;

  // Streams only; on the event loop.
  private long credit;
  private int asked;
  private int ahead = 1;

  WireCall(
      ServerConnection connection,
      StageReplica replica,
      StageMethod method,
      Seat seat,
      CallMetadata metadata,
      long deadlineNanos,
      int stream) {
    super(replica, method, seat, metadata, deadlineNanos);
    this.connection = connection;
    this.stream = stream;
  }

  int stream() {
    return stream;
  }

  @Override
  public String application() {
    return connection.application();
  }

  /**
   * Starts the call with the arguments in {@code in}, up to {@code end}; on the event loop. Without
   * effect if it was ended while they arrived.
   */
  void startWith(ByteBuf in, int end) {
    if (readsInPlace()) {
      body = in;
      bodyEnd = end;
      start();
      body = null;
    } else {
      int length = end - in.readerIndex();
      synchronized (this) {
        body = in.retainedSlice(in.readerIndex(), length);
        bodyEnd = length;
      }
      if (cancelled()) {
        // While they arrived, and perhaps before there was something to release.
        releaseBody();
      }
      start();
    }
  }

  private boolean readsInPlace() {
    return method().batch() != null || method().execution() == StageMethod.Execution.EVENT_LOOP;
  }

  /** The caller has lost interest; on the event loop. */
  void abandon(CancelReason reason) {
    stop(reason);
  }

  @Override
  protected Object[] readArguments() {
    if (readsInPlace()) {
      int writerIndex = body.writerIndex();
      body.writerIndex(bodyEnd);
      try {
        return decode(body);
      } finally {
        body.writerIndex(writerIndex);
      }
    }
    ByteBuf slice = takeBody();
    if (slice == null) {
      throw new DeadlineExceededException(replica().displayName(method()) + " was cancelled");
    }
    try {
      return decode(slice);
    } finally {
      slice.release();
    }
  }

  private Object[] decode(ByteBuf in) {
    return connection.codec().decodeArguments(in, method().parameterTypes());
  }

  private synchronized ByteBuf takeBody() {
    ByteBuf taken = body;
    body = null;
    return taken;
  }

  private void releaseBody() {
    if (!readsInPlace()) {
      ByteBuf unread = takeBody();
      if (unread != null) {
        unread.release();
      }
    }
  }

  // ---- Flow control

  /** The caller can take {@code elements} more; on the event loop. */
  void credit(int elements) {
    credit =
        elements == WireLimits.NO_BOUND || credit == Long.MAX_VALUE
            ? Long.MAX_VALUE
            : credit + elements;
    passOnDemand();
  }

  /** Asks the stage for what it may send now; on the event loop. */
  void passOnDemand() {
    if (credit == 0 || asked * 2 > ahead || connection.congested()) {
      return;
    }
    int elements = (int) Math.min(credit, ahead - asked);
    if (elements <= 0) {
      return;
    }
    if (credit != Long.MAX_VALUE) {
      credit -= elements;
    }
    asked += elements;
    try {
      demand(elements);
    } catch (RuntimeException | Error failure) {
      fail(failure);
    }
  }

  /** An element was sent; false, and the call has failed, if the stage was not asked for it. */
  private boolean elementSent(int bytes) {
    if (--asked < 0) {
      fail(new IllegalStateException("published more elements than it was asked for"));
      return false;
    }
    ahead = bytes > WireLimits.CHUNK_BYTES ? 1 : ELEMENTS_AHEAD;
    return true;
  }

  // ---- Answers

  @Override
  protected void sendResult(Object result) {
    sendBody(FrameType.RESPONSE, result);
  }

  @Override
  protected void sendElement(Object element) {
    sendBody(FrameType.ITEM, element);
  }

  @Override
  protected void sendEnd() {
    inOrder(
        () -> {
          if (connection.holds(this)) {
            ByteBuf batch = connection.outbox().batch();
            int start = batch.writerIndex();
            FrameWriter.end(batch, stream, connection.load());
            connection.outbox().appended(start);
            connection.ended(this);
          }
        });
  }

  @Override
  protected void sendError(ServeException error, boolean stageFailed) {
    releaseBody();
    WireError wire = ErrorMapping.toWire(error, replica().sendsStackTraces());
    boolean forwarded = error instanceof StageFailedException && !stageFailed;
    inOrder(() -> appendError(wire, forwarded ? FrameFlags.FORWARDED : 0));
  }

  @Override
  protected void discarded() {
    releaseBody();
    // Cancelled by the caller: the stream is forgotten already. By the replica: the caller will be
    // told, unless it has noticed by itself.
    WireError reason = ErrorMapping.toWire(cancellation(), false);
    inOrder(() -> appendError(reason, 0));
  }

  private void appendError(WireError error, int flags) {
    if (connection.holds(this)) {
      ByteBuf batch = connection.outbox().batch();
      int start = batch.writerIndex();
      FrameWriter.error(batch, flags, stream, connection.load(), error);
      connection.outbox().appended(start);
      connection.ended(this);
    }
  }

  /**
   * Whether a frame may be sent at once. A stream may come from one thread and go on from another,
   * such as the loop that asks for more: the frames of the first must not be overtaken.
   */
  private boolean mayBeSentNow() {
    return connection.outbox().inLoop() && inTransit == 0;
  }

  private void inOrder(Outbox.Task task) {
    if (mayBeSentNow()) {
      task.run();
    } else {
      connection.outbox().handOver(task);
    }
  }

  private void sendBody(byte type, Object value) {
    if (mayBeSentNow()) {
      sendInLoop(type, value);
      return;
    }
    ByteBuf frame = connection.allocator().buffer(512);
    WireError problem = encode(type, value, frame);
    if (problem != null) {
      frame.release();
      refuse(type, problem);
    } else if (type == FrameType.RESPONSE) {
      connection.outbox().handOver(() -> sendFrame(type, frame));
    } else {
      IN_TRANSIT.getAndAdd(this, 1);
      connection
          .outbox()
          .handOver(
              () -> {
                IN_TRANSIT.getAndAdd(this, -1);
                sendFrame(type, frame);
              });
    }
  }

  private void sendInLoop(byte type, Object value) {
    if (!connection.holds(this)) {
      return;
    }
    ByteBuf batch = connection.outbox().batch();
    int start = batch.writerIndex();
    WireError problem = encode(type, value, batch);
    int bytes = batch.writerIndex() - start;
    if (problem != null) {
      batch.writerIndex(start);
      refuse(type, problem);
    } else if (type == FrameType.RESPONSE) {
      connection.outbox().appended(start);
      connection.ended(this);
    } else if (asked == 0) {
      batch.writerIndex(start);
      elementSent(bytes);
    } else {
      connection.outbox().appended(start);
      elementSent(bytes);
      passOnDemand();
    }
  }

  private void sendFrame(byte type, ByteBuf frame) {
    int bytes = frame.readableBytes();
    if (!connection.holds(this)) {
      frame.release();
    } else if (type == FrameType.RESPONSE) {
      connection.outbox().append(frame);
      connection.ended(this);
    } else if (elementSent(bytes)) {
      connection.outbox().append(frame);
      passOnDemand();
    } else {
      frame.release();
    }
  }

  /** A value that cannot be sent fails the call; in a stream it also stops the stage. */
  private void refuse(byte type, WireError problem) {
    if (type == FrameType.RESPONSE) {
      inOrder(() -> appendError(problem, 0));
    } else {
      fail(ErrorMapping.fromWire(problem));
    }
  }

  /** Appends a frame with {@code value}; returns what is wrong with it, or {@code null}. */
  private WireError encode(byte type, Object value, ByteBuf out) {
    int start = FrameWriter.begin(out, type, 0, stream);
    if (type == FrameType.RESPONSE) {
      out.writeInt(connection.load());
    }
    int bodyStart = out.writerIndex();
    String problem;
    try {
      connection.codec().encode(value, method().resultType(), out);
      int bytes = out.writerIndex() - bodyStart;
      if (bytes <= connection.peerMaxBodyBytes()) {
        FrameWriter.end(out, start);
        return null;
      }
      problem =
          "the result takes "
              + bytes
              + " bytes, the caller accepts at most "
              + connection.peerMaxBodyBytes();
    } catch (CodecException wrong) {
      problem = "result: " + wrong.getMessage();
    } catch (RuntimeException | Error failure) {
      // The codec, or code of a user's class that it runs, is broken; the connection is not.
      problem = "the result cannot be encoded: " + failure;
    }
    return ErrorMapping.toWire(
        new BadRequestException(replica().displayName(method()) + ": " + problem), false);
  }
}
