package dev.serval.quarkus.runtime.handle;

import dev.serval.core.call.CallTarget;
import dev.serval.core.call.Scope;
import dev.serval.core.handle.DeploymentClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** What generated handle clients have in common. */
public abstract class TypedHandle {

  /** Makes the calls. */
  protected final DeploymentClient client;

  /** A handle that calls through {@code client}. */
  protected TypedHandle(DeploymentClient client) {
    this.client = client;
  }

  /**
   * The method {@code name} of the deployment.
   *
   * @param idempotent whether the contract says so; the stage may say so itself
   * @throws IllegalArgumentException if the deployment's stage has no such method
   */
  protected final CallTarget target(String name, boolean idempotent) {
    CallTarget target = client.target(name);
    if (!idempotent || target.idempotent()) {
      return target;
    }
    return new CallTarget(
        target.deployment(),
        target.stage(),
        target.method(),
        target.methodId(),
        target.parameterTypes(),
        target.resultType(),
        target.streaming(),
        true);
  }

  /** Waits for the result, see {@link DeploymentClient#call}. */
  protected final Object call(CallTarget target, Object[] arguments) {
    return client.call(target, arguments);
  }

  /** See {@link DeploymentClient#callAsync}. */
  protected final CompletableFuture<Object> callAsync(CallTarget target, Object[] arguments) {
    return client.callAsync(target, arguments);
  }

  /**
   * Calls on each subscription, on behalf of the request that made the handle's method be called;
   * cancelling the subscription cancels the call.
   */
  protected final Uni<Object> callUni(CallTarget target, Object[] arguments) {
    Scope scope = Scope.current();
    return Uni.createFrom()
        .completionStage(
            () -> {
              Scope before = Scope.enter(scope);
              try {
                return client.callAsync(target, arguments);
              } finally {
                Scope.exit(before);
              }
            });
  }

  /** See {@link DeploymentClient#stream}. */
  protected final Flow.Publisher<Object> stream(CallTarget target, Object[] arguments) {
    return client.stream(target, arguments);
  }

  /** The same as {@link #stream}. */
  protected final Multi<Object> streamMulti(CallTarget target, Object[] arguments) {
    return Multi.createFrom().publisher(client.stream(target, arguments));
  }

  @Override
  public final String toString() {
    return "handle of deployment " + client.deployment();
  }
}
