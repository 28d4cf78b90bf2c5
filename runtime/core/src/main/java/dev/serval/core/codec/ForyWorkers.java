package dev.serval.core.codec;

import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.Queue;
import java.util.function.Supplier;
import org.jctools.queues.atomic.MpmcAtomicArrayQueue;

/**
 * Lends workers to threads. A Netty thread keeps one of its own. All other threads, virtual ones
 * above all, share a small lock-free pool: a worker is borrowed for the microseconds of one value
 * and never while a thread blocks, so about as many are in use as there are processors, however
 * many threads there are. When the pool is empty a worker is made, and when it is full one is
 * dropped.
 */
final class ForyWorkers {

  private final Supplier<ForyWorker> factory;
  private final Queue<ForyWorker> pool =
      new MpmcAtomicArrayQueue<>(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
  private final FastThreadLocal<ForyWorker> own = new FastThreadLocal<>();

  ForyWorkers(Supplier<ForyWorker> factory) {
    this.factory = factory;
  }

  /** A worker for this thread, until {@link #giveBack} or {@link #discard}. */
  ForyWorker borrow() {
    if (Thread.currentThread() instanceof FastThreadLocalThread) {
      ForyWorker mine = own.get();
      if (mine == null) {
        mine = pooled();
        own.set(mine);
      }
      if (mine.tryBegin()) {
        return mine;
      }
    }
    ForyWorker worker = pooled();
    worker.tryBegin();
    return worker;
  }

  void giveBack(ForyWorker worker) {
    worker.end();
    if (!isOwn(worker)) {
      pool.offer(worker);
    }
  }

  /** Forgets a worker whose state is in doubt. */
  void discard(ForyWorker worker) {
    if (isOwn(worker)) {
      own.remove();
    }
  }

  private ForyWorker pooled() {
    ForyWorker pooled = pool.poll();
    return pooled != null ? pooled : factory.get();
  }

  private boolean isOwn(ForyWorker worker) {
    return Thread.currentThread() instanceof FastThreadLocalThread && own.get() == worker;
  }
}
