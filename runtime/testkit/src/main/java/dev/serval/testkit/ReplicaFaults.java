package dev.serval.testkit;

import dev.serval.core.app.ReplicaInterceptor;
import dev.serval.core.stage.StageInvoker;
import dev.serval.core.time.TimeSource;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in front of every stage of the application under test. */
@Singleton
class ReplicaFaults implements ReplicaInterceptor {

  private final TimeSource time;
  private final Map<String, TestReplica> replicas = new ConcurrentHashMap<>();

  ReplicaFaults(TimeSource time) {
    this.time = time;
  }

  @Override
  public StageInvoker intercept(String deployment, String replicaId, StageInvoker invoker) {
    return replica(replicaId).inFrontOf(invoker);
  }

  TestReplica replica(String replicaId) {
    return replicas.computeIfAbsent(replicaId, id -> new TestReplica(id, time));
  }

  void healAll() {
    replicas.values().forEach(TestReplica::heal);
  }
}
