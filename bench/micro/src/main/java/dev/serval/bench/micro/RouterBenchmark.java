package dev.serval.bench.micro;

import dev.serval.api.CallOptions;
import dev.serval.api.error.ServeException;
import dev.serval.core.call.Call;
import dev.serval.core.call.CallTarget;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.route.ReplicaLink;
import dev.serval.core.route.Router;
import dev.serval.core.route.RouterOptions;
import dev.serval.core.time.SystemTime;
import dev.serval.protocol.wire.Load;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the router does for one call: the pick among the replicas and the bookkeeping before and
 * after. The replicas answer at once, on the calling thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouterBenchmark {

  private static final int LIMIT = 100;
  private static final int LOAD = Load.of(0, LIMIT);
  private static final CallTarget TARGET =
      new CallTarget("Echo", "Echo", "call", 1, List.of(), String.class, false, false);

  /** How many replicas there are to choose from. */
  @Param({"1", "10", "100", "1000"})
  public int replicas;

  private ScheduledExecutorService timers;
  private Router router;

  /** Makes the replicas known. */
  @Setup
  public void start() {
    timers = Executors.newSingleThreadScheduledExecutor();
    RouterOptions options =
        new RouterOptions(RouterOptions.Policy.LEAST_LOADED, RouterOptions.UNBOUNDED, "", "");
    router =
        new Router("Echo", options, new SystemTime(timers), (_, told) -> AnsweringLink.up(told));
    router.update(
        IntStream.range(0, replicas)
            .mapToObj(i -> new ReplicaEndpoint("replica-" + i, "", "", ""))
            .toList());
  }

  /** Ends the timers. */
  @TearDown
  public void stop() {
    router.close();
    timers.shutdownNow();
  }

  /** A call from its making to its end. */
  @Benchmark
  public Call submit() {
    Call call = new ForgottenCall();
    router.submit(call);
    return call;
  }

  /** A call whose outcome nobody asks for. */
  private static final class ForgottenCall extends Call {

    private static final Object[] NO_ARGUMENTS = {};

    ForgottenCall() {
      super(TARGET, NO_ARGUMENTS, CallOptions.DEFAULTS, null, System.nanoTime());
    }

    @Override
    protected void succeeded(Object result) {
      // Nobody asks.
    }

    @Override
    protected void failed(ServeException error) {
      throw error;
    }
  }

  /** A replica that answers at once. */
  private record AnsweringLink(Listener listener) implements ReplicaLink {

    static AnsweringLink up(Listener listener) {
      listener.up(LIMIT);
      return new AnsweringLink(listener);
    }

    @Override
    public void send(Call call, boolean granted) {
      listener.accepted(call);
      listener.ended(call, LOAD, Outcome.SUCCESS);
      call.succeed(null);
    }

    @Override
    public void decline() {
      // Grants nothing.
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
