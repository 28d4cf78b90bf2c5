package dev.serval.core.wire;

import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.GoAway;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.MpscUnboundedXaddArrayQueue;

/**
 * What a connection sends. Frames made on the connection's event loop are appended to one buffer,
 * which is flushed once per read burst or once per turn of the loop; other threads hand their
 * frames over and the loop takes them in one go. Bodies longer than a chunk are cut, and few pieces
 * of them are given to the channel at a time, so that the small frames in between do not wait.
 */
final class Outbox {

  private static final int BATCH_BYTES = 16 * 1024;
  private static final int LARGEST_BATCH_BYTES = 256 * 1024;
  private static final int HANDOFF_CHUNK = 256;

  /** A frame of this size costs more to copy to the batch than to be written by itself. */
  private static final int LEAST_UNCOPIED_BYTES = 8 * 1024;

  /** After this many tasks of other threads, what they made is flushed and the channel read. */
  private static final int MOST_TASKS_PER_TURN = 1024;

  /**
   * Pieces of long bodies that the channel holds at a time: enough to keep a socket busy, and well
   * below the mark at which the channel refuses small frames.
   */
  private static final int MOST_PIECE_BYTES = 4 * WireLimits.CHUNK_BYTES;

  /** More than this of long bodies waiting counts as congestion. */
  static final int MOST_WAITING_BYTES = 16 << 20;

  /** Something that another thread wants done on the connection's event loop. */
  interface Task {
    /** Runs on the event loop. */
    void run();
  }

  private final Channel channel;
  private final EventLoop loop;
  private final BusyPoll poll;
  private final Runnable onProgress;
  private final Queue<Task> handedOver = new MpscUnboundedXaddArrayQueue<>(HANDOFF_CHUNK);
  private final AtomicInteger handOvers = new AtomicInteger();
  private final Runnable takeOver = this::takeOver;
  private final Runnable flushTask = this::flushNow;
  private final LongBodies longBodies = new LongBodies();

  private ByteBuf batch;
  private boolean inBurst;
  private boolean flushScheduled;
  private boolean unflushed;
  private boolean closed;
  private int pieceBytes;
  private long piecesSent;

  /**
   * @param busyPoll see {@link WireOptions#busyPoll}
   * @param onProgress runs on the event loop whenever a piece of a long body has left
   */
  Outbox(Channel channel, Duration busyPoll, Runnable onProgress) {
    this.channel = channel;
    this.loop = channel.eventLoop();
    this.poll = BusyPoll.ofThis(loop, busyPoll);
    this.onProgress = onProgress;
  }

  boolean inLoop() {
    return loop.inEventLoop();
  }

  /** Runs {@code task} now if this is the event loop, else hands it over. */
  void onLoop(Task task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      handOver(task);
    }
  }

  /** Runs {@code task} on the event loop, soon. Called by other threads. */
  void handOver(Task task) {
    handedOver.add(task);
    if (handOvers.getAndIncrement() == 0) {
      wakeUp();
    }
  }

  private void wakeUp() {
    try {
      loop.execute(takeOver);
    } catch (RejectedExecutionException shutDown) {
      // The loop has ended and the channel with it. The tasks still have to release what they hold;
      // the count lets one thread at a time do it.
      takeOver();
    }
  }

  private void takeOver() {
    int room = MOST_TASKS_PER_TURN;
    int left = handOvers.get();
    while (left > 0 && room > 0) {
      int taken = Math.min(left, room);
      for (int i = 0; i < taken; i++) {
        run(handedOver.poll());
      }
      room -= taken;
      left = handOvers.addAndGet(-taken);
    }
    flushNow();
    if (left > 0) {
      wakeUp();
    }
  }

  /** A task that throws must not keep those behind it from running. */
  private void run(Task task) {
    try {
      task.run();
    } catch (Throwable failure) {
      channel.pipeline().fireExceptionCaught(failure);
    }
  }

  /** A read burst has begun: frames appended until it ends are flushed together. */
  void burstBegins() {
    inBurst = true;
  }

  void burstEnds() {
    inBurst = false;
    flushNow();
  }

  /**
   * The buffer to append frames to; on the event loop only. Each frame is followed by {@link
   * #appended}.
   */
  ByteBuf batch() {
    if (batch == null) {
      batch = channel.alloc().directBuffer(BATCH_BYTES);
    }
    return batch;
  }

  /**
   * A whole frame was appended at {@code start}: sees that it is sent, and cuts it if it is long.
   */
  void appended(int start) {
    int bytes = batch.writerIndex() - start;
    if (bytes > WireLimits.CHUNK_BYTES + WireLimits.HEADER_BYTES
        || longBodies.holds(streamOf(batch, start))) {
      longBodies.add(streamOf(batch, start), takeFromBatch(start, bytes));
    } else if (batch.writerIndex() > LARGEST_BATCH_BYTES) {
      writeBatch();
    }
    scheduleFlush();
  }

  /** Sends a frame without a payload; on the event loop. */
  void appendEmpty(byte type, int stream) {
    int start = batch().writerIndex();
    FrameWriter.empty(batch, type, stream);
    appended(start);
  }

  /** Sends a GOAWAY; on the event loop. */
  void append(GoAway goAway) {
    int start = batch().writerIndex();
    FrameWriter.goAway(batch, goAway);
    appended(start);
  }

  private ByteBuf takeFromBatch(int start, int bytes) {
    if (start == 0) {
      ByteBuf frame = batch;
      batch = null;
      return frame;
    }
    ByteBuf frame = channel.alloc().directBuffer(bytes);
    frame.writeBytes(batch, start, bytes);
    batch.writerIndex(start);
    return frame;
  }

  /** Sends a whole frame made elsewhere; takes it over. */
  void append(ByteBuf frame) {
    int stream = streamOf(frame, frame.readerIndex());
    if (closed) {
      frame.release();
      return;
    }
    int bytes = frame.readableBytes();
    if (bytes > WireLimits.CHUNK_BYTES + WireLimits.HEADER_BYTES || longBodies.holds(stream)) {
      longBodies.add(stream, frame);
    } else if (bytes >= LEAST_UNCOPIED_BYTES) {
      writeBatch();
      write(frame);
    } else {
      batch().writeBytes(frame);
      frame.release();
      if (batch.writerIndex() > LARGEST_BATCH_BYTES) {
        writeBatch();
      }
    }
    scheduleFlush();
  }

  /** Forgets what was not sent yet of a long body whose call has ended. */
  void cancelLarge(int stream) {
    longBodies.cancel(stream);
  }

  private static int streamOf(ByteBuf buffer, int start) {
    return buffer.getInt(start + Integer.BYTES + 2);
  }

  private void scheduleFlush() {
    if (!inBurst && !flushScheduled) {
      flushScheduled = true;
      loop.execute(flushTask);
    }
  }

  /** Sends what there is. */
  void flushNow() {
    flushScheduled = false;
    if (closed) {
      releaseBatch();
      return;
    }
    while (pieceBytes < MOST_PIECE_BYTES && !longBodies.isEmpty()) {
      writePiece();
    }
    writeBatch();
    if (unflushed) {
      unflushed = false;
      channel.flush();
    }
    poll.event();
  }

  private void writeBatch() {
    ByteBuf full = batch;
    if (full == null) {
      return;
    }
    batch = null;
    if (full.isReadable()) {
      write(full);
    } else {
      full.release();
    }
  }

  private void write(ByteBuf bytes) {
    unflushed = true;
    channel.write(bytes, channel.voidPromise());
  }

  private void writePiece() {
    LongBodies.Piece piece = longBodies.next();
    if (piece.continues()) {
      ByteBuf header = batch();
      int start =
          FrameWriter.begin(
              header, FrameType.CHUNK, piece.last() ? 0 : FrameFlags.MORE, piece.stream());
      header.setInt(start, WireLimits.COUNTED_HEADER_BYTES + piece.bytes().readableBytes());
    }
    writeBatch();
    unflushed = true;
    int size = piece.bytes().readableBytes();
    pieceBytes += size;
    channel.write(piece.bytes()).addListener((ChannelFuture sent) -> pieceSent(size));
  }

  private void pieceSent(int size) {
    pieceBytes -= size;
    piecesSent++;
    if (!closed) {
      if (!longBodies.isEmpty()) {
        scheduleFlush();
      }
      onProgress.run();
    }
  }

  /** Whether the peer takes what it is sent so slowly that it should not be given more to do. */
  boolean congested() {
    return !channel.isWritable() || longBodies.waitingBytes() > MOST_WAITING_BYTES;
  }

  /** Pieces of long bodies that have left so far. */
  long piecesSent() {
    return piecesSent;
  }

  /** The connection is gone: releases what was not sent. */
  void close() {
    closed = true;
    releaseBatch();
    longBodies.close();
  }

  private void releaseBatch() {
    if (batch != null) {
      batch.release();
      batch = null;
    }
  }
}
