package dev.serval.quarkus.runtime;

import dev.serval.core.stage.ReplicaObserver;

/** A bean of this type, if there is one, is told what the replicas of this process do. */
public interface ReplicaObservers {

  /** The observer of all replicas of {@code deployment} in this process. */
  ReplicaObserver forDeployment(String deployment);
}
