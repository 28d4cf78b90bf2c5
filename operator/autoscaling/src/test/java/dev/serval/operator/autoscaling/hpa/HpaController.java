package dev.serval.operator.autoscaling.hpa;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * What Kubernetes' own controller does with a HorizontalPodAutoscaler that has one External metric
 * with an average value, in Kubernetes 1.34: the proposal with its tolerance, stabilisation
 * windows, limits of steps, bounds, and the pause at no replicas. Time is in seconds.
 */
final class HpaController {

  private record Recommendation(int second, int replicas) {}

  private record Event(int second, int change) {}

  private final HpaBehavior behavior;
  private final double tolerance;
  private final Deque<Recommendation> recommendations = new ArrayDeque<>();
  private final List<Event> added = new ArrayList<>();
  private final List<Event> removed = new ArrayList<>();

  /**
   * @param behavior the fields of the object
   * @param tolerance what it ignores: that of the behavior where the API server keeps the field,
   *     else that of the cluster
   */
  HpaController(HpaBehavior behavior, double tolerance) {
    this.behavior = behavior;
    this.tolerance = tolerance;
  }

  /**
   * One sync.
   *
   * @param present replicas of the Deployment, as asked for and as there are
   * @param milli the metric; empty if it can't be read
   * @return the replicas to ask for
   */
  int sync(int second, int present, OptionalLong milli) {
    if (recommendations.isEmpty()) {
      recommendations.add(new Recommendation(second, present));
    }
    if (present == 0) {
      return 0;
    }
    if (present > behavior.maxReplicas() || present < behavior.minReplicas()) {
      return rescale(
          second, present, Math.clamp(present, behavior.minReplicas(), behavior.maxReplicas()));
    }
    if (milli.isEmpty()) {
      return present;
    }
    int stable = stabilised(second, present, proposed(present, milli.getAsLong()));
    return rescale(second, present, limited(second, present, stable));
  }

  private int proposed(int present, long milli) {
    double ratio = (double) milli / ((double) behavior.targetAverageMilli() * present);
    boolean within = 1.0 - tolerance <= ratio && ratio <= 1.0 + tolerance;
    return within ? present : (int) Math.ceil((double) milli / behavior.targetAverageMilli());
  }

  private int stabilised(int second, int present, int proposed) {
    int up = proposed;
    int down = proposed;
    for (Recommendation past : recommendations) {
      if (past.second() > second - behavior.scaleUp().stabilizationWindowSeconds()) {
        up = Math.min(up, past.replicas());
      }
      if (past.second() > second - behavior.scaleDown().stabilizationWindowSeconds()) {
        down = Math.max(down, past.replicas());
      }
    }
    recommendations.add(new Recommendation(second, proposed));
    return Math.min(Math.max(present, up), down);
  }

  private int limited(int second, int present, int wanted) {
    if (wanted > present) {
      int limit = atStart(second, present, behavior.scaleUp()) + behavior.scaleUp().podsPerPeriod();
      return Math.min(wanted, Math.min(behavior.maxReplicas(), Math.max(limit, present)));
    }
    if (wanted < present) {
      int limit =
          atStart(second, present, behavior.scaleDown()) - behavior.scaleDown().podsPerPeriod();
      return Math.max(wanted, Math.max(behavior.minReplicas(), Math.min(limit, present)));
    }
    return wanted;
  }

  private int atStart(int second, int present, HpaBehavior.Rules rules) {
    int since = second - rules.periodSeconds();
    return present - changed(added, since) + changed(removed, since);
  }

  private static int changed(List<Event> events, int since) {
    return events.stream().filter(event -> event.second() > since).mapToInt(Event::change).sum();
  }

  private int rescale(int second, int present, int replicas) {
    if (replicas > present) {
      added.add(new Event(second, replicas - present));
    } else if (replicas < present) {
      removed.add(new Event(second, present - replicas));
    }
    return replicas;
  }
}
