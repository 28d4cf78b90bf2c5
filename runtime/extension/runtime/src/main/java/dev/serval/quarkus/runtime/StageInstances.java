package dev.serval.quarkus.runtime;

import dev.serval.core.app.StageBinding;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;

/** Makes the instances of a stage as CDI beans, so that injection and life-cycle methods work. */
final class StageInstances implements StageBinding.Factory {

  private final Class<?> stageClass;

  StageInstances(Class<?> stageClass) {
    this.stageClass = stageClass;
  }

  @Override
  public StageBinding.Instance create(String deployment, String replicaId) throws Exception {
    return OwningDeployment.during(deployment, this::create);
  }

  private StageBinding.Instance create() {
    InstanceHandle<?> handle = Arc.container().instance(stageClass);
    if (!handle.isAvailable()) {
      throw new IllegalStateException(stageClass.getName() + " is not a bean of the application");
    }
    return new StageBinding.Instance(handle.get(), handle::destroy);
  }
}
