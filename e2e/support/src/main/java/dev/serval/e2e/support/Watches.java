package dev.serval.e2e.support;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/** What is done with what a watch tells. */
final class Watches {

  private Watches() {}

  /**
   * A handler to which it is the same whether an object is new or has changed.
   *
   * @param gone what is done with its last state when it is deleted
   */
  static <T> ResourceEventHandler<T> handler(Consumer<T> seen, Consumer<T> gone) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        seen.accept(object);
      }

      @Override
      public void onUpdate(T before, T object) {
        seen.accept(object);
      }

      @Override
      public void onDelete(T object, boolean unknownFinalState) {
        gone.accept(object);
      }
    };
  }
}
