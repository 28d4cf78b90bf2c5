package dev.serval.bench.app;

import io.smallrye.mutiny.Uni;

/** The contract of {@link Echo}. */
public interface Echoing {
  /** The message again. */
  Uni<Message> echo(Message message);
}
