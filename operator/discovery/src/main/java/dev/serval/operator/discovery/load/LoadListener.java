package dev.serval.operator.discovery.load;

import dev.serval.operator.discovery.ApplicationId;
import java.util.Set;

/**
 * Told what happens in a {@link LoadBook}, on the thread of whoever reports and without a lock
 * held. Must be quick and must not throw. What it is told may have changed again: the book says how
 * it is.
 */
public interface LoadListener {

  /** There is another report of a replica. */
  default void reported(ReplicaId replica) {}

  /** A connection of a replica has ended. */
  default void left(ReplicaId replica, long connection) {}

  /**
   * There is suddenly more to do: a first call waits for a deployment, or its load is at least
   * twice, and {@value LoadBook#LEAST_RISE} calls more than, what it was when it was last looked at
   * by {@link LoadBook#load}. Told once until it is looked at again; a load that went altogether
   * counts as looked at.
   *
   * @param deployments of the application of which this is so; never empty
   */
  default void rose(ApplicationId application, Set<String> deployments) {}
}
