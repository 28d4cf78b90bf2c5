package dev.serval.operator.status;

import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the conditions of one status. A condition keeps the time of its last transition as long
 * as its status stays what it was.
 */
final class Conditions {

  private final List<Condition> previous;
  private final Long generation;
  private final Instant now;
  private final List<Condition> collected = new ArrayList<>();

  Conditions(List<Condition> previous, Long generation, Instant now) {
    this.previous = previous;
    this.generation = generation;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  Conditions add(ConditionType type, boolean holds, Reason reason, String message) {
    ConditionStatus status = holds ? ConditionStatus.TRUE : ConditionStatus.FALSE;
    collected.add(
        new Condition(
            type.text(), status, generation, since(type, status), reason.text(), message));
    return this;
  }

  /** As it was; of this generation now. */
  Conditions keep(Condition before) {
    collected.add(
        new Condition(
            before.type(),
            before.status(),
            generation,
            before.lastTransitionTime(),
            before.reason(),
            before.message()));
    return this;
  }

  List<Condition> toList() {
    return List.copyOf(collected);
  }

  private String since(ConditionType type, ConditionStatus status) {
    return find(previous, type)
        .filter(before -> before.status() == status)
        .map(Condition::lastTransitionTime)
        .orElseGet(now::toString);
  }

  /** The condition of a type, if it is among them. */
  static Optional<Condition> find(List<Condition> conditions, ConditionType type) {
    return conditions.stream().filter(each -> each.type().equals(type.text())).findFirst();
  }
}
