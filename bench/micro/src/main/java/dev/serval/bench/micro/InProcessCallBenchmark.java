package dev.serval.bench.micro;

import dev.serval.core.app.ApplicationHost;
import dev.serval.core.app.ApplicationSettings;
import dev.serval.core.app.DeploymentSettings;
import dev.serval.core.app.StageBinding;
import dev.serval.core.call.CallTarget;
import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.SmileCodec;
import dev.serval.core.handle.DeploymentClient;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.stage.StageMethod.Execution;
import dev.serval.core.stage.StageMethod.ResultShape;
import dev.serval.core.time.SystemTime;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One call through a handle to a stage in the same process that returns its argument: everything
 * between a generated client and a generated invoker, with admission, routing and the outcome.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InProcessCallBenchmark {

  private static final int CALLS_PER_THREAD = 1_000;
  private static final String DEPLOYMENT = "Echo";
  private static final String PAYLOAD = "payload";

  private EventLoopGroup loops;
  private ApplicationHost host;
  private DeploymentClient client;
  private CallTarget onEventLoop;
  private CallTarget onVirtualThread;

  /** Starts an application of one stage with two methods. */
  @Setup
  public void start() {
    StageDescriptor stage =
        new StageDescriptor(
            DEPLOYMENT,
            "Echo",
            List.of(
                method(0, "onEventLoop", Execution.EVENT_LOOP),
                method(1, "onVirtualThread", Execution.VIRTUAL_THREAD)));
    StageBinding binding =
        new StageBinding(
            stage,
            (index, instance, arguments) -> arguments[0],
            (deployment, replica) -> new StageBinding.Instance(new Object(), () -> {}),
            StageBinding.Hooks.NONE);
    loops = new NioEventLoopGroup(1);
    host =
        new ApplicationHost(
            settings(),
            Map.of(DEPLOYMENT, binding),
            List.of(new SmileCodec(CodecLimits.DEFAULT)),
            new SystemTime(loops),
            loops,
            deployment -> ReplicaObserver.NONE);
    host.start();
    client = host.client(null, DEPLOYMENT);
    onEventLoop = client.target("onEventLoop");
    onVirtualThread = client.target("onVirtualThread");
  }

  private static StageMethod method(int index, String name, Execution execution) {
    return new StageMethod(
        index,
        name,
        List.of(String.class),
        String.class,
        ResultShape.VALUE,
        execution,
        false,
        null,
        null);
  }

  private static ApplicationSettings settings() {
    return ApplicationSettings.local("bench", List.of(DeploymentSettings.of(DEPLOYMENT)));
  }

  /** Ends the application. */
  @TearDown
  public void stop() {
    host.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** The contract's method returns a stage, and the stage's method runs on the calling thread. */
  @Benchmark
  public Object asyncToEventLoop() {
    return client.callAsync(onEventLoop, PAYLOAD).join();
  }

  /** The caller would wait, but the result is there when the call returns. */
  @Benchmark
  public Object blockingToEventLoop() {
    return client.call(onEventLoop, PAYLOAD);
  }

  /** Caller and callee each on a virtual thread of their own, as stages with blocking methods. */
  @Benchmark
  @OperationsPerInvocation(CALLS_PER_THREAD)
  public Object blockingBetweenVirtualThreads() throws InterruptedException {
    Object[] last = new Object[1];
    Thread.ofVirtual()
        .start(
            () -> {
              for (int i = 0; i < CALLS_PER_THREAD; i++) {
                last[0] = client.call(onVirtualThread, PAYLOAD);
              }
            })
        .join();
    return last[0];
  }
}
