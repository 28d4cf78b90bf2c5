package dev.serval.operator.scaling;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Sets the number of replicas of a Deployment. */
@FunctionalInterface
interface ScaleWriter {

  /**
   * Sets it, in the background. The result says whether it was set, which it isn't where that is no
   * longer wanted when its turn comes, and fails with what the API server said.
   *
   * @param namespace of the Deployment
   * @param name of the Deployment
   * @param wanted whether the number is still to be set; for another thread
   */
  CompletableFuture<Boolean> write(
      String namespace, String name, int replicas, BooleanSupplier wanted);
}
