package dev.serval.quarkus.deployment.http;

import dev.serval.api.Batch;
import dev.serval.api.Stage;
import dev.serval.core.call.Scope;
import java.util.Arrays;
import java.util.List;

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

  /** Returns {@code null}. */
  public String nothing() {
    return null;
  }

  /** What becomes of a batch is up to its first item. */
  @Batch(maxSize = 2, maxWait = "20s")
  public List<String> batched(List<String> items) {
    return switch (items.getFirst()) {
      case "wait" -> items.stream().map(item -> Gate.await()).toList();
      case "stubborn" -> items.stream().map(item -> Gate.awaitStubbornly()).toList();
      case "null" -> null;
      case "null-items" -> Arrays.asList(null, null);
      case "short" -> items.subList(0, 1);
      case "throw" -> throw new IllegalStateException("Back is out of films");
      default -> items;
    };
  }
}
