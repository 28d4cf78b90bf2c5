package dev.serval.core.local;

import dev.serval.api.CallOptions;
import dev.serval.core.admit.Admission;
import dev.serval.core.batch.BatchObserver;
import dev.serval.core.call.CallTarget;
import dev.serval.core.call.FutureCall;
import dev.serval.core.call.Scope;
import dev.serval.core.call.Together;
import dev.serval.core.codec.Codec;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.route.Router;
import dev.serval.core.route.RouterOptions;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.StageExecutors;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.stage.StageReplica;
import dev.serval.core.stage.TestStage;
import dev.serval.core.time.ManualTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A deployment in this process with one replica, and a caller of it. */
public final class LocalRig implements AutoCloseable {

  /** Moves when it is told to. */
  public final ManualTime time = new ManualTime();

  /** Where the methods run. */
  public final StageExecutors executors = new StageExecutors(1);

  /** How often the replica's observer was told of the end of a call. */
  public final AtomicInteger ends = new AtomicInteger();

  /** The deployment's replica. */
  public final StageReplica replica;

  /** The caller. */
  public final Router router;

  private final TestStage stage;

  /** A deployment of {@code stage} that runs {@code limit} calls at a time. */
  public LocalRig(TestStage stage, int limit) {
    this(stage, limit, null);
  }

  /** A deployment whose values pass through {@code codec} if there is one. */
  public LocalRig(TestStage stage, int limit, Codec codec) {
    this.stage = stage;
    replica =
        new StageReplica(
            "Shop",
            "Shop-0",
            stage.descriptor(),
            stage.invoker(),
            new Object(),
            new Admission(limit, time),
            Map.of(),
            executors,
            time,
            new Observer(),
            false);
    router = router(codec);
  }

  /** One more caller of the same replica. */
  public Router router(Codec codec) {
    Router caller =
        new Router(
            "Shop",
            new RouterOptions(RouterOptions.Policy.LEAST_LOADED, RouterOptions.UNBOUNDED, "", ""),
            time,
            (endpoint, listener) -> {
              LocalLink link = new LocalLink(replica, listener, codec);
              link.open();
              return link;
            });
    caller.update(List.of(new ReplicaEndpoint("Shop-0", "", "", "")));
    return caller;
  }

  /** The method as callers address it. */
  public CallTarget target(String method) {
    return stage.descriptor().target("Shop", stage.descriptor().method(method));
  }

  /** Calls {@code method} from code that is part of no request. */
  public FutureCall call(String method, Object... arguments) {
    return call(null, method, arguments);
  }

  /** Calls {@code method} from code that is part of {@code scope}. */
  public FutureCall call(Scope scope, String method, Object... arguments) {
    FutureCall call =
        new FutureCall(target(method), arguments, CallOptions.DEFAULTS, scope, time.nanoTime());
    router.submit(call);
    return call;
  }

  /** Waits until no slot and no place is taken, and nobody waits. */
  public void untilIdle() {
    Together.until(
        "the replica is idle",
        () ->
            replica.admission().ongoing() == 0
                && router.outstanding() == 0
                && router.queued() == 0);
  }

  @Override
  public void close() {
    router.close();
    executors.close();
  }

  private final class Observer implements ReplicaObserver {
    @Override
    public void ended(StageMethod method, Throwable failure, long nanos) {
      ends.incrementAndGet();
    }

    @Override
    public BatchObserver batches(StageMethod method) {
      return BatchObserver.NONE;
    }
  }
}
