package dev.serval.bench.app;

import dev.serval.api.Handle;
import dev.serval.api.Stage;
import io.smallrye.mutiny.Uni;

/** A link of the chain that has another behind it. */
@Stage
public class AddOneAndPassOn {

  @Handle("next")
  Adding next;

  /** One more, and what the links behind add. */
  public Uni<Integer> add(int value) {
    return next.add(value + 1);
  }
}
