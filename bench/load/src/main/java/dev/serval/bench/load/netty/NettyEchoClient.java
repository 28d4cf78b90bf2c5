package dev.serval.bench.load.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Keeps a number of calls outstanding on one connection and measures each. Everything runs on the
 * client's event loop: an answer is measured and the next call is written where it arrives.
 */
public final class NettyEchoClient {

  private NettyEchoClient() {}

  /**
   * Runs against the server on loopback and prints the result line.
   *
   * @param args port, bytes per call, calls outstanding, warm-up and measurement in milliseconds
   */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    Loop loop =
        new Loop(
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Duration.ofMillis(Long.parseLong(args[3])),
            Duration.ofMillis(Long.parseLong(args[4])));
    EchoTransport transport = EchoTransport.open();
    try {
      new Bootstrap()
          .group(transport.loop())
          .channel(transport.client())
          .option(ChannelOption.TCP_NODELAY, true)
          .handler(loop)
          .connect(InetAddress.getLoopbackAddress(), port)
          .sync();
      System.out.println(loop.result());
    } finally {
      transport.loop().shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  private static final class Loop extends FrameHandler {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ByteBuf body;
    private final Duration warmUp;
    private final Duration measure;
    private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
    private final CompletableFuture<String> result = new CompletableFuture<>();

    // Answers come in the order of the calls, so a ring of start times is all the bookkeeping.
    private final long[] started;
    private int oldest;

    private long begin;
    private long end;
    private boolean over;

    Loop(int bytes, int outstanding, Duration warmUp, Duration measure) {
      this.body = Unpooled.directBuffer(bytes).writeZero(bytes);
      this.started = new long[outstanding];
      this.warmUp = warmUp;
      this.measure = measure;
    }

    String result() throws Exception {
      Duration limit = warmUp.plus(measure).plusSeconds(10);
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      long now = System.nanoTime();
      begin = now + warmUp.toNanos();
      end = begin + measure.toNanos();
      for (int i = 0; i < started.length; i++) {
        call(context, i, now);
      }
      flush(context);
    }

    @Override
    void frame(ChannelHandlerContext context, ByteBuf bytes, int length) {
      if (over) {
        return;
      }
      long now = System.nanoTime();
      if (length != body.readableBytes()) {
        result.completeExceptionally(
            new IllegalStateException("Echo of " + length + " bytes instead of " + body));
      }
      if (now - end >= 0) {
        over = true;
        result.complete(line());
        return;
      }
      if (now - begin >= 0) {
        latencies.recordValue(Math.min(now - started[oldest], LONGEST_NANOS));
      }
      call(context, oldest, now);
      oldest = oldest + 1 == started.length ? 0 : oldest + 1;
    }

    private void call(ChannelHandlerContext context, int slot, long now) {
      started[slot] = now;
      send(context, body, body.readerIndex(), body.readableBytes());
    }

    private String line() {
      return String.format(
          Locale.ROOT,
          "result calls=%d seconds=%.6f p50_us=%.1f p99_us=%.1f errors=0",
          latencies.getTotalCount(),
          measure.toNanos() / 1e9,
          latencies.getValueAtPercentile(50) / 1e3,
          latencies.getValueAtPercentile(99) / 1e3);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
      result.completeExceptionally(new IllegalStateException("The server closed the connection"));
      super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      result.completeExceptionally(cause);
      super.exceptionCaught(context, cause);
    }
  }
}
