package dev.serval.core.discover;

import java.net.InetAddress;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** Asks for the addresses behind a host name, without blocking. */
@FunctionalInterface
public interface NameLookup {

  /**
   * The addresses of {@code host} now, at least one; fails if there are none or nobody can say.
   * Results are not to be remembered from one time to the next.
   */
  CompletionStage<? extends Collection<InetAddress>> addressesOf(String host);

  /** Asks no more. */
  default void close() {}
}
