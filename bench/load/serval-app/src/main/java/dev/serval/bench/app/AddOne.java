package dev.serval.bench.app;

import dev.serval.api.Stage;
import io.smallrye.common.annotation.NonBlocking;

/** The last link of the chain, and each of the fan-out. */
@Stage
public class AddOne {
  /** One more. */
  @NonBlocking
  public int add(int value) {
    return value + 1;
  }
}
