package dev.serval.operator.autoscaling.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The latest decision and the last {@value #KEPT} that changed something.
 *
 * @param latest the latest; empty before the first
 * @param changes those that changed the number of replicas, the newest first
 */
public record DecisionHistory(Optional<Decision> latest, List<Decision> changes) {

  /** How many changes are kept. */
  public static final int KEPT = 10;

  /** Before the first decision. */
  public static final DecisionHistory EMPTY = new DecisionHistory(Optional.empty(), List.of());

  /** Takes a history; the list is copied. */
  public DecisionHistory {
    changes = List.copyOf(changes);
  }

  /** This history and one decision more. */
  public DecisionHistory with(Decision decision) {
    if (!decision.changes()) {
      return new DecisionHistory(Optional.of(decision), changes);
    }
    List<Decision> newest = new ArrayList<>(KEPT);
    newest.add(decision);
    newest.addAll(changes.subList(0, Math.min(changes.size(), KEPT - 1)));
    return new DecisionHistory(Optional.of(decision), newest);
  }
}
