package dev.serval.quarkus.runtime.handle;

import dev.serval.api.Handle;
import dev.serval.core.app.ApplicationHost;
import dev.serval.core.handle.DeploymentClient;
import dev.serval.core.handle.HandleContract;
import dev.serval.quarkus.runtime.OwningDeployment;
import dev.serval.quarkus.runtime.ServalRuntime;
import dev.serval.quarkus.runtime.StageCatalog;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableBean;
import io.quarkus.arc.SyntheticCreationalContext;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.annotation.Annotation;
import java.util.function.Supplier;

/** Finds out which deployment a handle is to call. */
final class HandleClients {

  private HandleClients() {}

  /**
   * The client for the injection point that is being served.
   *
   * @throws IllegalArgumentException if there is no such deployment, or if this image does not hold
   *     its stage
   */
  static DeploymentClient forInjection(SyntheticCreationalContext<Object> context) {
    InjectionPoint point = context.getInjectedReference(InjectionPoint.class);
    ServalRuntime runtime = runtime();
    return runtime.host().client(caller(point, runtime), logicalName(point));
  }

  /**
   * The client for the injection point that is being served.
   *
   * @param contract of the handle
   * @throws IllegalArgumentException if there is no such deployment
   */
  static DeploymentClient forTypedInjection(
      SyntheticCreationalContext<Object> context, Supplier<HandleContract> contract) {
    InjectionPoint point = context.getInjectedReference(InjectionPoint.class);
    ServalRuntime runtime = runtime();
    return runtime.host().client(caller(point, runtime), logicalName(point), contract);
  }

  private static ServalRuntime runtime() {
    return Arc.container().instance(ServalRuntime.class).get();
  }

  private static String logicalName(InjectionPoint point) {
    for (Annotation qualifier : point.getQualifiers()) {
      if (qualifier instanceof Handle handle) {
        // The build has given every @Handle of a class a value.
        return handle.value();
      }
    }
    throw new IllegalStateException(point + " has no @Handle");
  }

  /**
   * The calling deployment. A bean that several deployments may share belongs to none of them, even
   * if one of them was the first to need it.
   */
  private static String caller(InjectionPoint point, ServalRuntime runtime) {
    StageCatalog catalog = Arc.container().instance(StageCatalog.class).get();
    if (point.getBean() instanceof InjectableBean<?> bean) {
      String stage = catalog.stageOf(bean.getBeanClass());
      if (OwningDeployment.current() != null
          && (stage != null || bean.getScope() == Dependent.class)) {
        return OwningDeployment.current();
      }
      if (stage != null && stage.equals(catalog.ingressStage())) {
        return runtime.ingressDeployment();
      }
    }
    ApplicationHost host = runtime.host();
    return host.settings().local() ? null : host.settings().hosted();
  }
}
