package dev.serval.bench.load.handle;

import dev.serval.core.app.ApplicationHost;
import dev.serval.core.call.CallTarget;
import dev.serval.core.handle.DeploymentClient;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Keeps a number of handle calls under way and measures each: router, codec and transport alone. An
 * answer is measured and the next call made where it arrives, on the caller's event loop.
 */
public final class HandleClient {

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final DeploymentClient client;
  private final CallTarget target;
  private final byte[] body;
  private final int outstanding;
  private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
  private final CompletableFuture<String> result = new CompletableFuture<>();
  private final long begin;
  private final long end;
  private final long seconds;

  private HandleClient(
      DeploymentClient client,
      String method,
      int bytes,
      int outstanding,
      long warmUp,
      long measure) {
    this.client = client;
    this.target = client.target(method);
    this.body = new byte[bytes];
    this.outstanding = outstanding;
    this.begin = System.nanoTime() + warmUp * 1_000_000;
    this.end = begin + measure * 1_000_000;
    this.seconds = measure;
  }

  /**
   * Runs against the server on loopback and prints the result line.
   *
   * @param args port, bytes per call, calls outstanding, warm-up and measurement in milliseconds,
   *     and the method
   */
  public static void main(String[] args) throws Exception {
    EpollEventLoopGroup loops = new EpollEventLoopGroup(1);
    ApplicationHost host =
        HandleProcess.host(
            loops,
            HandleProcess.CALLER,
            Map.of(EchoStage.NAME, List.of("127.0.0.1:" + args[0])),
            0);
    host.start();
    HandleClient bench =
        new HandleClient(
            host.client(null, EchoStage.NAME),
            args.length > 5 ? args[5] : "echo",
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Long.parseLong(args[3]),
            Long.parseLong(args[4]));
    EventLoop loop = loops.next();
    loop.execute(bench::start);
    System.out.println(bench.result.get(5, TimeUnit.MINUTES));
    System.exit(0);
  }

  private void start() {
    for (int i = 0; i < outstanding; i++) {
      call();
    }
  }

  private void call() {
    long started = System.nanoTime();
    client
        .callAsync(target, (Object) body)
        .whenComplete((value, failure) -> answered(started, value, failure));
  }

  private void answered(long started, Object value, Throwable failure) {
    long now = System.nanoTime();
    if (failure != null || ((byte[]) value).length != body.length) {
      result.completeExceptionally(
          failure == null ? new IllegalStateException("Echo of another length") : failure);
      return;
    }
    if (now - end >= 0) {
      result.complete(line());
      return;
    }
    if (now - begin >= 0) {
      latencies.recordValue(Math.min(now - started, LONGEST_NANOS));
    }
    call();
  }

  private String line() {
    return String.format(
        Locale.ROOT,
        "result calls=%d seconds=%.6f p50_us=%.1f p99_us=%.1f errors=0",
        latencies.getTotalCount(),
        seconds / 1e3,
        latencies.getValueAtPercentile(50) / 1e3,
        latencies.getValueAtPercentile(99) / 1e3);
  }
}
