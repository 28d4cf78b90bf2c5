package dev.serval.core.app;

import dev.serval.core.handle.DeploymentClient;
import dev.serval.core.handle.HandleContract;
import dev.serval.core.route.Router;
import dev.serval.core.stage.StageDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes the clients by which the stages of a process call deployments. */
final class DeploymentClients {

  private final Map<String, Router> routers;
  private final LiveSettings live;
  private final Function<String, StageDescriptor> stages;
  private final Set<String> called = ConcurrentHashMap.newKeySet();

  /**
   * @param routers by deployment
   * @param stages of deployments, {@code null} for one that is not known here
   */
  DeploymentClients(
      Map<String, Router> routers, LiveSettings live, Function<String, StageDescriptor> stages) {
    this.routers = routers;
    this.live = live;
    this.stages = stages;
  }

  /** See {@link ApplicationHost#client(String, String)}. */
  DeploymentClient of(String caller, String logicalName) {
    return of(
        caller,
        logicalName,
        () -> {
          throw unknownStage(targetOf(caller, logicalName));
        });
  }

  private IllegalArgumentException unknownStage(String target) {
    return new IllegalArgumentException(
        "Deployment "
            + target
            + " hosts stage \""
            + live.of(target).stage()
            + "\", which another image holds: what can be called on it is known here only to a"
            + " handle whose type is an interface with its methods");
  }

  /** See {@link ApplicationHost#client(String, String, Supplier)}. */
  DeploymentClient of(String caller, String logicalName, Supplier<HandleContract> contract) {
    String target = targetOf(caller, logicalName);
    Router router = router(target, logicalName);
    StageDescriptor stage = stages.apply(target);
    return stage == null
        ? new DeploymentClient(router, live.of(target).stage(), contract.get())
        : new DeploymentClient(router, stage);
  }

  private String targetOf(String caller, String logicalName) {
    DeploymentSettings calling = caller == null ? null : live.of(caller);
    return calling == null ? logicalName : calling.handles().getOrDefault(logicalName, logicalName);
  }

  private Router router(String target, String logicalName) {
    Router router = routers.get(target);
    if (router == null) {
      throw new IllegalArgumentException(
          "There is no deployment \""
              + target
              + "\"; there are "
              + DeploymentTable.names(routers.keySet())
              + ". Which of them handle \""
              + logicalName
              + "\" calls can be set with handles");
    }
    called.add(target);
    return router;
  }

  /** The deployments that there are clients of. */
  Set<String> called() {
    return Set.copyOf(called);
  }
}
