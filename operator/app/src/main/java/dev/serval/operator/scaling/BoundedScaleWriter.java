package dev.serval.operator.scaling;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** Sets numbers of replicas at the API server, a few at a time. */
final class BoundedScaleWriter implements ScaleWriter {

  private static final int AT_A_TIME = 32;

  private final KubernetesClient client;
  private final Executor executor;
  private final BooleanSupplier leads;
  private final Semaphore room = new Semaphore(AT_A_TIME);

  /**
   * Writes with {@code client}.
   *
   * @param executor has a thread for each write, however many of them wait
   * @param leads whether this operator leads; who doesn't writes nothing more
   */
  BoundedScaleWriter(KubernetesClient client, Executor executor, BooleanSupplier leads) {
    this.client = client;
    this.executor = executor;
    this.leads = leads;
  }

  @Override
  public CompletableFuture<Boolean> write(
      String namespace, String name, int replicas, BooleanSupplier wanted) {
    return CompletableFuture.supplyAsync(
        () -> writeInTurn(namespace, name, replicas, wanted), executor);
  }

  private boolean writeInTurn(String namespace, String name, int replicas, BooleanSupplier wanted) {
    room.acquireUninterruptibly();
    try {
      if (!leads.getAsBoolean() || !wanted.getAsBoolean()) {
        return false;
      }
      ReplicasField.set(client, namespace, name, replicas);
      return true;
    } finally {
      room.release();
    }
  }
}
