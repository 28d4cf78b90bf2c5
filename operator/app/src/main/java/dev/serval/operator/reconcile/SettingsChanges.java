package dev.serval.operator.reconcile;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.plan.PlanSettings;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.Set;

/** Makes the framework look at every application when the operator's own settings have changed. */
final class SettingsChanges extends AbstractEventSource<PlanSettings, ServeApplication> {

  private volatile Cache<ServeApplication> applications;

  SettingsChanges() {
    super(PlanSettings.class, "settings");
  }

  void prepare(Cache<ServeApplication> all) {
    applications = all;
  }

  /** Before the framework has started it looks at all of them anyway. */
  void lookAtAll() {
    Cache<ServeApplication> all = applications;
    if (all != null && isRunning()) {
      all.keys().forEach(id -> getEventHandler().handleEvent(new Event(id)));
    }
  }

  /** Settings belong to no application. */
  @Override
  public Set<PlanSettings> getSecondaryResources(ServeApplication application) {
    return Set.of();
  }
}
