package dev.serval.operator.reconcile;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.scaling.ScalingReport;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/** Makes the framework look at an application of whose scaling something else is to be said. */
final class ScalingChanges extends AbstractEventSource<ScalingReport, ServeApplication> {

  ScalingChanges() {
    super(ScalingReport.class, "scaling");
  }

  /** Before the framework has started it looks at all of them anyway. */
  void lookAt(ApplicationId application) {
    if (isRunning()) {
      getEventHandler()
          .handleEvent(new Event(new ResourceID(application.name(), application.namespace())));
    }
  }

  /** Reports are read from the board. */
  @Override
  public Set<ScalingReport> getSecondaryResources(ServeApplication application) {
    return Set.of();
  }
}
