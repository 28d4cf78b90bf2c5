package dev.serval.core.wire;

import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.ServeException;
import dev.serval.core.admit.Seat;
import dev.serval.core.codec.CodecException;
import dev.serval.core.stage.IncomingCall;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.stage.StageReplica;
import dev.serval.protocol.wire.CallMetadata;
import dev.serval.protocol.wire.ErrorKind;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.WireError;
import io.netty.buffer.ByteBuf;
import java.lang.reflect.Type;

/**
 * A call that came over the wire. Arguments are decoded where the method runs: in the read buffer
 * on the event loop, from a slice of it on a thread of its own.
 */
final class WireCall extends IncomingCall {

  private final ServerConnection connection;
  private final int stream;

  /** The encoded arguments until they are read; guarded by this. */
  private ByteBuf body;

  private int bodyEnd;

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

  /** Starts the call with the arguments in {@code in}, up to {@code end}; on the event loop. */
  void startWith(ByteBuf in, int end) {
    if (method().batch() != null || method().execution() == StageMethod.Execution.EVENT_LOOP) {
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
      start();
    }
  }

  @Override
  protected Object[] readArguments() {
    if (connection.outbox().inLoop()) {
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
    return connection.codec().decodeArguments(in, method().parameterTypes().toArray(Type[]::new));
  }

  private synchronized ByteBuf takeBody() {
    ByteBuf taken = body;
    body = null;
    return taken;
  }

  private void releaseBody() {
    if (method().batch() == null && method().execution() != StageMethod.Execution.EVENT_LOOP) {
      ByteBuf unread = takeBody();
      if (unread != null) {
        unread.release();
      }
    }
  }

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
    onLoop(
        () -> {
          if (connection.holds(this)) {
            ByteBuf batch = connection.outbox().batch();
            int start = batch.writerIndex();
            FrameWriter.end(batch, stream, connection.load());
            finishFrame(start, true);
          }
        });
  }

  @Override
  protected void sendError(ServeException error, boolean stageFailed) {
    releaseBody();
    WireError wire = ErrorMapping.toWire(error, replica().sendsStackTraces());
    onLoop(() -> appendError(wire));
  }

  @Override
  protected void discarded() {
    releaseBody();
    // Cancelled by the caller: the stream is forgotten already. By its deadline: the caller will be
    // told, unless it has noticed by itself.
    WireError late =
        new WireError(
            ErrorKind.DEADLINE_EXCEEDED,
            0,
            "",
            "No result of " + replica().displayName(method()) + " before the deadline",
            "");
    onLoop(() -> appendError(late));
  }

  private void appendError(WireError error) {
    if (!connection.holds(this)) {
      return;
    }
    ByteBuf batch = connection.outbox().batch();
    int start = batch.writerIndex();
    FrameWriter.error(batch, stream, connection.load(), error);
    finishFrame(start, true);
  }

  private void sendBody(byte type, Object value) {
    boolean last = type == FrameType.RESPONSE;
    if (connection.outbox().inLoop()) {
      if (connection.holds(this)) {
        ByteBuf batch = connection.outbox().batch();
        int start = batch.writerIndex();
        WireError problem = encode(type, value, batch);
        if (problem == null) {
          finishFrame(start, last);
        } else {
          batch.writerIndex(start);
          failElement(problem, last);
        }
      }
      return;
    }
    ByteBuf frame = connection.allocator().buffer(512);
    WireError problem = encode(type, value, frame);
    if (problem != null) {
      frame.release();
      connection.outbox().handOver(() -> failElement(problem, last));
      return;
    }
    connection
        .outbox()
        .handOver(
            () -> {
              if (connection.holds(this)) {
                connection.outbox().append(frame);
                if (last) {
                  connection.ended(this);
                }
              } else {
                frame.release();
              }
            });
  }

  /** A value that cannot be sent fails the call; in a stream it also stops the stage. */
  private void failElement(WireError problem, boolean last) {
    if (last) {
      appendError(problem);
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
    }
    return ErrorMapping.toWire(
        new BadRequestException(replica().displayName(method()) + ": " + problem), false);
  }

  private void finishFrame(int start, boolean last) {
    connection.outbox().appended(start);
    if (last) {
      connection.ended(this);
    }
  }

  private void onLoop(Outbox.Task task) {
    if (connection.outbox().inLoop()) {
      task.run();
    } else {
      connection.outbox().handOver(task);
    }
  }
}
