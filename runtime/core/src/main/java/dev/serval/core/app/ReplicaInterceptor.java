package dev.serval.core.app;

import dev.serval.core.stage.StageInvoker;

/**
 * Stands between a replica and its stage, for example to slow it down or to let it fail in a test.
 * Asked once for each replica, when it is made.
 */
@FunctionalInterface
public interface ReplicaInterceptor {

  /** Leaves every replica as it is. */
  ReplicaInterceptor NONE = (deployment, replicaId, invoker) -> invoker;

  /** What the replica calls instead of {@code invoker}. */
  StageInvoker intercept(String deployment, String replicaId, StageInvoker invoker);
}
