package dev.serval.operator.hub.feed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The objects that a list and watch gives, handed on one by one. Of each its labels alone are kept,
 * since who gets them keeps what matters.
 */
final class Followed<T extends HasMetadata> implements AutoCloseable {

  private final SharedIndexInformer<T> informer;
  private final Consumer<T> onPresent;
  private final Consumer<T> onGone;
  private Set<String> handedOn = new HashSet<>();

  /**
   * Prepares to follow.
   *
   * @param onPresent gets each object that is there, and again when it changes
   * @param onGone gets each object that is gone, perhaps with nothing but name and labels
   */
  Followed(
      Class<T> kind,
      Informable<T> objects,
      KubernetesSerialization serialization,
      Consumer<T> onPresent,
      Consumer<T> onGone) {
    this.onPresent = onPresent;
    this.onGone = onGone;
    this.informer =
        objects
            .runnableInformer(0)
            .itemStore(
                new ReducedStateItemStore<>(
                    ReducedStateItemStore.NAME_KEY_STATE, kind, serialization, "metadata.labels"))
            .exceptionHandler((hasStarted, failure) -> hasStarted)
            .addEventHandler(new Handler());
  }

  /** Begins to list; {@link #awaitHandedOn} waits for it. */
  void start() {
    informer.start();
  }

  /**
   * Waits until everything that was there at the start has been handed on.
   *
   * @return whether it has been in time
   */
  boolean awaitHandedOn(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (this) {
      while (!informer.hasSynced() || !handedOn.containsAll(informer.getStore().listKeys())) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        // The end of an empty list wakes nobody.
        wait(Math.clamp(TimeUnit.NANOSECONDS.toMillis(left), 1, 20));
      }
      handedOn = null;
      return true;
    }
  }

  /** Whether changes come in. */
  boolean isFollowing() {
    return informer.isRunning() && informer.isWatching();
  }

  @Override
  public void close() {
    informer.close();
  }

  private synchronized void noteHandedOn(T object) {
    if (handedOn != null) {
      handedOn.add(Cache.metaNamespaceKeyFunc(object));
      notifyAll();
    }
  }

  private final class Handler implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T object) {
      onPresent.accept(object);
      noteHandedOn(object);
    }

    @Override
    public void onUpdate(T before, T now) {
      onPresent.accept(now);
      noteHandedOn(now);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      onGone.accept(object);
      noteHandedOn(object);
    }
  }
}
