package dev.serval.quarkus.runtime.handle;

import dev.serval.api.Handle;
import dev.serval.core.app.ApplicationHost;
import dev.serval.core.handle.DeploymentClient;
import dev.serval.quarkus.runtime.OwningDeployment;
import dev.serval.quarkus.runtime.ServalRuntime;
import dev.serval.quarkus.runtime.StageCatalog;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.arc.InjectableBean;
import io.quarkus.arc.SyntheticCreationalContext;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.annotation.Annotation;

/** Finds out which deployment a handle is to call. */
final class HandleClients {

  private HandleClients() {}

  /**
   * The client for the injection point that is being served.
   *
   * @throws IllegalArgumentException if there is no such deployment
   */
  static DeploymentClient forInjection(SyntheticCreationalContext<Object> context) {
    InjectionPoint point = context.getInjectedReference(InjectionPoint.class);
    ArcContainer arc = Arc.container();
    ServalRuntime runtime = arc.instance(ServalRuntime.class).get();
    StageCatalog catalog = arc.instance(StageCatalog.class).get();
    return runtime.host().client(caller(point, runtime, catalog), logicalName(point));
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
  private static String caller(InjectionPoint point, ServalRuntime runtime, StageCatalog catalog) {
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
