package dev.serval.quarkus.deployment.http;

import dev.serval.api.Stage;
import dev.serval.core.call.Scope;

/** Behind {@link Front}. */
@Stage("Back")
public class BackStage {

  /** The id of the request that the call is part of. */
  public String requestId() {
    return Scope.current().requestId();
  }

  /** Waits at the gate. */
  public String await() {
    return Gate.await();
  }

  /** Throws. */
  public String fail() {
    throw new IllegalArgumentException("Back cannot do that");
  }
}
