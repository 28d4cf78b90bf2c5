package dev.serval.core.wire;

import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.MpscUnboundedXaddArrayQueue;

/**
 * What a connection sends. Frames made on the connection's event loop are appended to one buffer,
 * which is flushed once per read burst or once per turn of the loop; other threads hand their
 * frames over and the loop takes them in one go. Bodies longer than a chunk are cut, and a chunk of
 * each goes out in turn between the small frames.
 */
final class Outbox {

  private static final int BATCH_BYTES = 16 * 1024;
  private static final int LARGEST_BATCH_BYTES = 256 * 1024;
  private static final int HANDOFF_CHUNK = 256;

  /** Something that another thread wants done on the connection's event loop. */
  interface Task {
    /** Runs on the event loop. */
    void run();
  }

  private final Channel channel;
  private final EventLoop loop;
  private final Queue<Task> handedOver = new MpscUnboundedXaddArrayQueue<>(HANDOFF_CHUNK);
  private final AtomicInteger handOvers = new AtomicInteger();
  private final Runnable takeOver = this::takeOver;
  private final Runnable flushTask = this::flushNow;
  private final ArrayDeque<Large> large = new ArrayDeque<>();

  private ByteBuf batch;
  private boolean inBurst;
  private boolean flushScheduled;
  private boolean closed;

  Outbox(Channel channel) {
    this.channel = channel;
    this.loop = channel.eventLoop();
  }

  boolean inLoop() {
    return loop.inEventLoop();
  }

  /** Runs {@code task} on the event loop, soon. Called by other threads. */
  void handOver(Task task) {
    handedOver.add(task);
    if (handOvers.getAndIncrement() == 0) {
      loop.execute(takeOver);
    }
  }

  private void takeOver() {
    int seen = handOvers.get();
    do {
      for (Task task = handedOver.poll(); task != null; task = handedOver.poll()) {
        task.run();
      }
      seen = handOvers.addAndGet(-seen);
    } while (seen != 0);
    flushNow();
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
    if (bytes > WireLimits.CHUNK_BYTES + WireLimits.HEADER_BYTES || followsLarge(batch, start)) {
      ByteBuf frame = channel.alloc().directBuffer(bytes);
      frame.writeBytes(batch, start, bytes);
      batch.writerIndex(start);
      addLarge(frame);
    } else if (batch.writerIndex() > LARGEST_BATCH_BYTES) {
      writeBatch();
    }
    scheduleFlush();
  }

  /** Sends a whole frame made elsewhere; takes it over. */
  void append(ByteBuf frame) {
    if (closed) {
      frame.release();
    } else if (frame.readableBytes() > WireLimits.CHUNK_BYTES + WireLimits.HEADER_BYTES) {
      addLarge(frame);
      scheduleFlush();
    } else {
      int start = batch().writerIndex();
      batch.writeBytes(frame);
      frame.release();
      appended(start);
    }
  }

  /** Forgets what was not sent yet of a long body whose call was cancelled. */
  void cancelLarge(int stream) {
    large.removeIf(
        entry -> {
          if (entry.stream != stream) {
            return false;
          }
          entry.release();
          return true;
        });
  }

  /** Whether the frame at {@code start} has to wait for a long one of the same stream. */
  private boolean followsLarge(ByteBuf buffer, int start) {
    return !large.isEmpty() && largeOf(streamOf(buffer, start)) != null;
  }

  private void addLarge(ByteBuf frame) {
    int stream = streamOf(frame, frame.readerIndex());
    Large before = largeOf(stream);
    if (before == null) {
      large.add(new Large(stream, frame));
    } else {
      before.followers.add(frame);
    }
  }

  private Large largeOf(int stream) {
    for (Large entry : large) {
      if (entry.stream == stream) {
        return entry;
      }
    }
    return null;
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

  /** Sends what there is. The channel has room again, or a turn of the loop ends. */
  void flushNow() {
    flushScheduled = false;
    if (closed) {
      return;
    }
    while (!large.isEmpty() && channel.isWritable()) {
      Large entry = large.poll();
      if (entry.writeNext()) {
        large.add(entry);
      }
      if (batch != null && batch.writerIndex() > LARGEST_BATCH_BYTES) {
        writeBatch();
      }
    }
    if (batch != null) {
      writeBatch();
      channel.flush();
    }
  }

  private void writeBatch() {
    ByteBuf full = batch;
    batch = null;
    if (full.isReadable()) {
      channel.write(full, channel.voidPromise());
    } else {
      full.release();
    }
  }

  /** The connection is gone: releases what was not sent. */
  void close() {
    closed = true;
    if (batch != null) {
      batch.release();
      batch = null;
    }
    large.forEach(Large::release);
    large.clear();
  }

  /** Whether a long body waits for its turn. */
  boolean hasBacklog() {
    return !large.isEmpty();
  }

  /** A frame that is longer than a chunk, how far it has been sent, and what waits behind it. */
  private final class Large {

    private final int stream;
    private final ArrayDeque<ByteBuf> followers = new ArrayDeque<>();
    private ByteBuf frame;
    private boolean started;

    Large(int stream, ByteBuf frame) {
      this.stream = stream;
      this.frame = frame;
    }

    /** Appends the next piece to the batch; false once there is none left. */
    boolean writeNext() {
      ByteBuf out = batch();
      int start = out.writerIndex();
      if (started) {
        boolean last = frame.readableBytes() <= WireLimits.CHUNK_BYTES;
        FrameWriter.begin(out, FrameType.CHUNK, last ? 0 : FrameFlags.MORE, stream);
        out.writeBytes(frame, Math.min(WireLimits.CHUNK_BYTES, frame.readableBytes()));
      } else {
        started = true;
        int whole = WireLimits.HEADER_BYTES + WireLimits.CHUNK_BYTES;
        boolean cut = frame.readableBytes() > whole;
        out.writeBytes(frame, Math.min(whole, frame.readableBytes()));
        if (cut) {
          FrameWriter.addFlags(out, start, FrameFlags.MORE);
        }
      }
      FrameWriter.end(out, start);
      if (frame.isReadable()) {
        return true;
      }
      frame.release();
      frame = followers.poll();
      started = false;
      return frame != null;
    }

    void release() {
      frame.release();
      followers.forEach(ByteBuf::release);
    }
  }
}
