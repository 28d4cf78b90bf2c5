package dev.serval.core.handle;

import dev.serval.api.CallOptions;
import dev.serval.core.call.BlockingCall;
import dev.serval.core.call.Call;
import dev.serval.core.call.CallTarget;
import dev.serval.core.call.FutureCall;
import dev.serval.core.call.Scope;
import dev.serval.core.call.StreamCall;
import dev.serval.core.route.Router;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.time.TimeSource;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;

/** Makes calls to one deployment: what generated clients and {@link DynamicHandle} are built on. */
public final class DeploymentClient {

  private final Router router;
  private final String stage;
  private final CallOptions options;
  private final Map<String, CallTarget> targets;

  /**
   * @param router of the deployment
   * @param stage the stage that the deployment hosts
   */
  public DeploymentClient(Router router, StageDescriptor stage) {
    this(router, stage.name(), CallOptions.DEFAULTS, targetsOf(router.deployment(), stage));
  }

  /**
   * A client to a stage of which nothing is known here but what a contract says.
   *
   * @param router of the deployment
   * @param stage the name of the stage that the deployment hosts
   * @param contract what can be called on it
   */
  public DeploymentClient(Router router, String stage, HandleContract contract) {
    this(router, stage, CallOptions.DEFAULTS, targetsOf(router.deployment(), stage, contract));
  }

  private DeploymentClient(
      Router router, String stage, CallOptions options, Map<String, CallTarget> targets) {
    this.router = router;
    this.stage = stage;
    this.options = options;
    this.targets = targets;
  }

  private static Map<String, CallTarget> targetsOf(String deployment, StageDescriptor stage) {
    Map<String, CallTarget> targets = new HashMap<>();
    for (StageMethod method : stage.methods()) {
      targets.put(method.name(), stage.target(deployment, method));
    }
    return targets;
  }

  private static Map<String, CallTarget> targetsOf(
      String deployment, String stage, HandleContract contract) {
    Map<String, CallTarget> targets = new HashMap<>();
    for (HandleContract.Method method : contract.methods()) {
      targets.put(method.name(), contract.target(deployment, stage, method));
    }
    return targets;
  }

  /** A client that differs from this one by its options. */
  public DeploymentClient withOptions(CallOptions changed) {
    return new DeploymentClient(router, stage, changed, targets);
  }

  /** The name of the deployment. */
  public String deployment() {
    return router.deployment();
  }

  /**
   * The method {@code name} as a target of calls.
   *
   * @throws IllegalArgumentException if the stage has no such method; the message lists those it
   *     has
   */
  public CallTarget target(String name) {
    CallTarget target = targets.get(name);
    if (target == null) {
      throw new IllegalArgumentException(
          "Deployment "
              + deployment()
              + " (stage "
              + stage
              + ") has no method \""
              + name
              + "\"; it has "
              + targets.keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
    return target;
  }

  /**
   * Calls a method and waits for the result.
   *
   * @throws dev.serval.api.error.ServeException if the call failed
   * @throws IllegalStateException on an event loop, which must not wait
   */
  public Object call(CallTarget target, Object... arguments) {
    refuseOnEventLoop(target);
    BlockingCall call =
        new BlockingCall(target, arguments, options, Scope.current(), router.nanoTime());
    enforceTimeout(call);
    router.submit(call);
    return call.await();
  }

  /** Calls a method; the future fails with a {@link dev.serval.api.error.ServeException}. */
  public CompletableFuture<Object> callAsync(CallTarget target, Object... arguments) {
    FutureCall call = newAsyncCall(target, Scope.current(), arguments);
    router.submit(call);
    return call.future();
  }

  /** Calls a method that streams, once for each subscriber of the publisher. */
  public Flow.Publisher<Object> stream(CallTarget target, Object... arguments) {
    Scope scope = Scope.current();
    return subscriber -> router.submit(newStreamCall(target, scope, arguments, subscriber));
  }

  /** A call whose timeout has begun to run, although it is not made yet. */
  FutureCall newAsyncCall(CallTarget target, Scope scope, Object... arguments) {
    FutureCall call = new FutureCall(target, arguments, options, scope, router.nanoTime());
    enforceTimeout(call);
    return call;
  }

  /** A call that {@code subscriber} knows, and whose timeout runs, although it is not made yet. */
  StreamCall newStreamCall(
      CallTarget target, Scope scope, Object[] arguments, Flow.Subscriber<Object> subscriber) {
    StreamCall call =
        new StreamCall(target, arguments, options, scope, router.nanoTime(), subscriber);
    subscriber.onSubscribe(call);
    enforceTimeout(call);
    return call;
  }

  void submit(Call call) {
    router.submit(call);
  }

  private void enforceTimeout(Call call) {
    if (options.timeout() != null) {
      TimeSource.Timer timer = router.enforceDeadline(call);
      call.onEnd(timer::cancel);
    }
  }

  static void refuseOnEventLoop(CallTarget target) {
    EventExecutor executor =
        Thread.currentThread().isVirtual() ? null : ThreadExecutorMap.currentExecutor();
    if (executor != null && executor.inEventLoop()) {
      throw new IllegalStateException(
          target.displayName()
              + " was called on an event loop, which must not wait for the result: return "
              + "CompletionStage or Uni from the contract's method, or let the calling method run "
              + "on a virtual thread");
    }
  }
}
