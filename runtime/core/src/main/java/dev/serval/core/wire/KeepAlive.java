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
 * for a period is probed, and closed after three silent periods. So is one whose peer does not
 * introduce itself, and one whose peer does not take what it is sent. Belongs to the event loop.
 */
final class KeepAlive {

  private static final int SILENT_PERIODS = 3;

  /** Periods that a peer has to introduce itself, or to answer an introduction. */
  static final int HANDSHAKE_PERIODS = 2;

  /** Periods without any progress after which a peer, or a body that is arriving, is given up. */
  static final int STUCK_PERIODS = 6;

  private final ChannelHandlerContext ctx;
  private final Outbox outbox;
  private final FrameHandler owner;
  private final Duration period;
  private final ScheduledFuture<?> ticks;
  private boolean established;
  private boolean heard;
  private int silentPeriods;
  private int stuckPeriods;
  private int handshakePeriods;
  private long unwrittenBefore;
  private long piecesBefore;

  KeepAlive(ChannelHandlerContext ctx, Outbox outbox, Duration period, FrameHandler owner) {
    this.ctx = ctx;
    this.outbox = outbox;
    this.owner = owner;
    this.period = period;
    this.ticks =
        ctx.executor()
            .scheduleAtFixedRate(
                this::tick, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Something arrived. */
  void heard() {
    heard = true;
  }

  /** Both sides have introduced themselves. */
  void established() {
    established = true;
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
    owner.periodPassed();
    if (!established && ++handshakePeriods > HANDSHAKE_PERIODS) {
      owner.giveUp("the peer did not introduce itself for " + after(HANDSHAKE_PERIODS));
    } else if (!ctx.channel().config().isAutoRead()) {
      // A peer that is not read cannot be heard: what counts is whether it reads.
      stuck();
    } else if (heard) {
      heard = false;
      silentPeriods = 0;
      stuckPeriods = 0;
    } else {
      silent();
    }
  }

  private void silent() {
    silentPeriods++;
    if (silentPeriods > SILENT_PERIODS) {
      owner.giveUp("nothing was heard for " + after(SILENT_PERIODS));
      return;
    }
    ByteBuf batch = outbox.batch();
    int start = batch.writerIndex();
    FrameWriter.ping(batch, 0, silentPeriods);
    outbox.appended(start);
  }

  private void stuck() {
    long unwritten = ctx.channel().bytesBeforeWritable();
    long pieces = outbox.piecesSent();
    stuckPeriods = unwritten < unwrittenBefore || pieces != piecesBefore ? 0 : stuckPeriods + 1;
    unwrittenBefore = unwritten;
    piecesBefore = pieces;
    if (stuckPeriods > STUCK_PERIODS) {
      owner.giveUp("the peer took nothing of what it was sent for " + after(STUCK_PERIODS));
    }
  }

  private String after(int periods) {
    return period.multipliedBy(periods).toMillis() + " ms";
  }
}
