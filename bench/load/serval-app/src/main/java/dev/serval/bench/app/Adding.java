package dev.serval.bench.app;

import io.smallrye.mutiny.Uni;

/** The contract of the links of the chain and of the fan-out. */
public interface Adding {
  /** One more, or as many more as there are links. */
  Uni<Integer> add(int value);
}
