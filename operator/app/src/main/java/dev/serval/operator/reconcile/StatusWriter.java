package dev.serval.operator.reconcile;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.crds.v1alpha1.status.ServeApplicationStatus;
import dev.serval.operator.event.EventPublisher;
import dev.serval.operator.event.EventsOfChange;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a status through the status subresource if it differs from the one that is there, and
 * tells the events of the change.
 */
final class StatusWriter {

  private static final Set<String> OWN_CONDITIONS =
      Arrays.stream(ConditionType.values()).map(ConditionType::text).collect(Collectors.toSet());

  private final Context<ServeApplication> context;
  private final EventPublisher events;

  StatusWriter(Context<ServeApplication> context, EventPublisher events) {
    this.context = context;
    this.events = events;
  }

  void write(ServeApplication application, ServeApplicationStatus status) {
    ServeApplicationStatus before = withoutOthers(application.getStatus());
    if (status.equals(before)) {
      return;
    }
    PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(
        application, fresh(application, status), context);
    EventsOfChange.between(before, status).forEach(event -> events.publish(application, event));
  }

  /** Identity and status alone: what is sent is what the operator manages. */
  private static ServeApplication fresh(
      ServeApplication application, ServeApplicationStatus status) {
    ServeApplication fresh =
        new ServeApplication(
            new ObjectMetaBuilder()
                .withName(application.getMetadata().getName())
                .withNamespace(application.getMetadata().getNamespace())
                .build(),
            null);
    fresh.setStatus(status);
    return fresh;
  }

  /** Others may keep conditions of their own there. */
  private static ServeApplicationStatus withoutOthers(ServeApplicationStatus status) {
    if (status == null) {
      return null;
    }
    List<Condition> own =
        status.conditions().stream()
            .filter(condition -> OWN_CONDITIONS.contains(condition.type()))
            .toList();
    return status.withConditions(own);
  }
}
