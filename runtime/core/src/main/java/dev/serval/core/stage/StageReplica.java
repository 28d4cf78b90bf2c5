package dev.serval.core.stage;

import dev.serval.core.admit.Admission;
import dev.serval.core.batch.BatchMethod;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.batch.Batcher;
import dev.serval.core.time.TimeSource;
import dev.serval.protocol.wire.MethodId;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

/**
 * One replica of a deployment: an instance of its stage, admission in front of it, batchers inside.
 */
public final class StageReplica {

  private static final ToIntFunction<Object> EACH_ITEM_WEIGHS_ONE = item -> 1;

  private final String deployment;
  private final String id;
  private final StageDescriptor stage;
  private final StageInvoker invoker;
  private final Object instance;
  private final Admission admission;
  private final StageExecutors executors;
  private final ReplicaObserver observer;
  private final boolean sendsStackTraces;
  private final TimeSource time;
  private final RunningCalls running = new RunningCalls();
  private final OverdueCalls overdue;
  private final List<Runnable> drainListeners = new CopyOnWriteArrayList<>();
  private volatile Runnable idleListener;
  private final Batcher[] batchers;
  private final IntObjectMap<StageMethod> methodsById = new IntObjectHashMap<>();

  /**
   * @param deployment the deployment's name
   * @param id the replica's name, unique in the deployment
   * @param instance of the stage's class
   * @param batching overrides of the methods' batch options, by method
   * @param sendsStackTraces whether callers are sent the stack traces of the stage's exceptions
   */
  public StageReplica(
      String deployment,
      String id,
      StageDescriptor stage,
      StageInvoker invoker,
      Object instance,
      Admission admission,
      Map<String, BatchOptions> batching,
      StageExecutors executors,
      TimeSource time,
      ReplicaObserver observer,
      boolean sendsStackTraces) {
    this.deployment = deployment;
    this.id = id;
    this.stage = stage;
    this.invoker = invoker;
    this.instance = instance;
    this.admission = admission;
    this.executors = executors;
    this.observer = observer;
    this.sendsStackTraces = sendsStackTraces;
    this.time = time;
    this.overdue = new OverdueCalls(running, time);
    List<StageMethod> methods = stage.methods();
    this.batchers = new Batcher[methods.size()];
    for (StageMethod method : methods) {
      methodsById.put(MethodId.of(stage.name(), method.name()), method);
      if (method.batch() != null) {
        BatchOptions options = batching.getOrDefault(method.name(), method.batch());
        batchers[method.index()] = newBatcher(method, options);
      }
    }
  }

  private Batcher newBatcher(StageMethod method, BatchOptions options) {
    BatchMethod body = items -> invoke(method, new Object[] {items});
    return new Batcher(
        displayName(method),
        options,
        method.weigher() == null ? EACH_ITEM_WEIGHS_ONE : method.weigher(),
        body,
        executorOf(method),
        time,
        observer.batches(method));
  }

  /** The deployment's name. */
  public String deployment() {
    return deployment;
  }

  /** The replica's name, unique in the deployment. */
  public String id() {
    return id;
  }

  /** The stage that this replica runs. */
  public StageDescriptor stage() {
    return stage;
  }

  /** The instance of the stage's class. */
  public Object instance() {
    return instance;
  }

  /** Decides which calls may run. */
  public Admission admission() {
    return admission;
  }

  /** The method with the id {@code methodId} on the wire, or {@code null}. */
  public StageMethod methodById(int methodId) {
    return methodsById.get(methodId);
  }

  /** {@code Deployment.method}, for messages. */
  public String displayName(StageMethod method) {
    return deployment + '.' + method.name();
  }

  /** Items that wait in a batch queue of {@code method}; 0 if it is not batched. */
  public int queuedInBatches(StageMethod method) {
    Batcher batcher = batchers[method.index()];
    return batcher == null ? 0 : batcher.queued();
  }

  /** Changes how calls of a method are batched, from the next batch on. */
  public void reconfigureBatch(StageMethod method, BatchOptions options) {
    Batcher batcher = batchers[method.index()];
    if (batcher != null) {
      batcher.reconfigure(options);
    }
  }

  /** The clock that this replica follows. */
  public long nanoTime() {
    return time.nanoTime();
  }

  // ---- The end

  /** Takes no new calls and tells those who asked to be told; calls under way go on. */
  public void drain() {
    admission.drain();
    drainListeners.forEach(Runnable::run);
  }

  /** Runs {@code listener} when the replica begins to drain, or at once; perhaps twice. */
  public void onDrain(Runnable listener) {
    drainListeners.add(listener);
    if (admission.draining()) {
      listener.run();
    }
  }

  /** Forgets what was given to {@link #onDrain}. */
  public void forgetOnDrain(Runnable listener) {
    drainListeners.remove(listener);
  }

  /** Whether no call runs and every outcome is on its way to its caller. */
  public boolean idle() {
    return admission.ongoing() == 0 && running.isEmpty();
  }

  /**
   * From now on runs {@code listener} whenever the replica becomes idle, on the thread that ended
   * the last call. There is one listener; it does not block.
   */
  public void onIdle(Runnable listener) {
    idleListener = listener;
    admission.onTurnedAwayLate(this::callLeft);
  }

  /**
   * Drains, and ends what is under way: calls that wait for a batch or a thread and calls that run
   * fail with {@link dev.serval.api.error.DeploymentUnavailableException}, and the threads of the
   * latter are interrupted. Does not wait for them.
   */
  public void close() {
    drain();
    for (Batcher batcher : batchers) {
      if (batcher != null) {
        batcher.close(CallErrors.shuttingDown(deployment));
      }
    }
    running.close();
    overdue.close();
  }

  RunningCalls running() {
    return running;
  }

  /** A call has left. */
  void callLeft() {
    Runnable listener = idleListener;
    if (listener != null && idle()) {
      listener.run();
    }
  }

  // ---- Execution

  /**
   * Starts a call that was admitted. Returns at once unless the method runs on the calling thread.
   *
   * @param here whether a method that runs on the thread that brings the call may run on this one
   */
  void execute(IncomingCall call, boolean here) {
    StageMethod method = call.method();
    Batcher batcher = batchers[method.index()];
    boolean inline =
        here && batcher == null && method.execution() == StageMethod.Execution.EVENT_LOOP;
    if (inline && method.shape() == StageMethod.ResultShape.VALUE) {
      // Ends before it returns: nobody could stop it, nor has to wait for it.
      call.run();
      return;
    }
    if (!call.placed()) {
      keep(call);
    }
    if (call.cancelled()) {
      return;
    }
    if (inline) {
      call.run();
    } else if (batcher == null) {
      executorOf(method).execute(call);
    } else if (call.readItem()) {
      batcher.submit(call);
    }
  }

  /** Keeps a call that was admitted, for its deadline and for the end of the replica. */
  void keep(IncomingCall call) {
    boolean open = running.add(call);
    overdue.watch(call.deadlineNanos());
    if (!open) {
      call.shutDown();
    }
  }

  Object invoke(StageMethod method, Object[] arguments) throws Exception {
    return invoker.invoke(method.index(), instance, arguments);
  }

  ReplicaObserver observer() {
    return observer;
  }

  /** Whether callers are sent the stack traces of the stage's exceptions. */
  public boolean sendsStackTraces() {
    return sendsStackTraces;
  }

  private Executor executorOf(StageMethod method) {
    return method.execution() == StageMethod.Execution.CPU_POOL
        ? executors.cpuPool()
        : executors.virtualThreads();
  }
}
