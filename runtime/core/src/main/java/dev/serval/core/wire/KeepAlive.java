package dev.serval.core.wire;

import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Finds out that a peer is gone although nobody said so: a connection on which nothing was heard
 * for a period is probed, and closed after three silent periods. Belongs to the event loop.
 */
final class KeepAlive {

  private static final int SILENT_PERIODS = 3;

  private final ChannelHandlerContext ctx;
  private final Outbox outbox;
  private final ScheduledFuture<?> ticks;
  private boolean heard;
  private int silentPeriods;

  KeepAlive(ChannelHandlerContext ctx, Outbox outbox, Duration period) {
    this.ctx = ctx;
    this.outbox = outbox;
    this.ticks =
        ctx.executor()
            .scheduleAtFixedRate(
                this::tick, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Something arrived. */
  void heard() {
    heard = true;
  }

  /** A PING arrived: answers it, or takes it as the answer. */
  void ping(int flags, ByteBuf in, int end) {
    FrameHandler.require(in, end, Long.BYTES, FrameType.PING);
    if (!FrameFlags.has(flags, FrameFlags.ACK)) {
      ByteBuf batch = outbox.batch();
      int start = batch.writerIndex();
      FrameWriter.ping(batch, FrameFlags.ACK, in.readLong());
      outbox.appended(start);
    }
  }

  void stop() {
    ticks.cancel(false);
  }

  private void tick() {
    if (heard) {
      heard = false;
      silentPeriods = 0;
      return;
    }
    silentPeriods++;
    if (silentPeriods > SILENT_PERIODS) {
      ctx.close();
      return;
    }
    ByteBuf batch = outbox.batch();
    int start = batch.writerIndex();
    FrameWriter.ping(batch, 0, silentPeriods);
    outbox.appended(start);
  }
}
