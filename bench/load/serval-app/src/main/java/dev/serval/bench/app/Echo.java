package dev.serval.bench.app;

import dev.serval.api.Stage;
import io.smallrye.common.annotation.NonBlocking;

/** Returns what it is given. */
@Stage
public class Echo {
  /** The message again. */
  @NonBlocking
  public Message echo(Message message) {
    return message;
  }
}
