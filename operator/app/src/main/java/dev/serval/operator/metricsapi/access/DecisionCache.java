package dev.serval.operator.metricsapi.access;

import dev.serval.operator.metricsapi.access.Decision.Allowed;
import dev.serval.operator.metricsapi.access.Decision.Denied;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the API server decided a short time ago. Keeps a bounded number of decisions, those that
 * were asked for last. Not safe for several threads.
 */
final class DecisionCache {

  /** Autoscalers come every 15 s; a right that was taken away is gone after this. */
  static final Duration ALLOWED = Duration.ofSeconds(30);

  /** Whoever was given a right has it after this. */
  static final Duration DENIED = Duration.ofSeconds(10);

  private final int most;
  private final Map<Question, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  DecisionCache(int most) {
    this.most = most;
  }

  Optional<Decision> find(Question question, Instant now) {
    Kept found = kept.get(question);
    if (found == null) {
      return Optional.empty();
    }
    if (!now.isBefore(found.until())) {
      kept.remove(question);
      return Optional.empty();
    }
    return Optional.of(found.decision());
  }

  void keep(Question question, Decision decision, Instant now) {
    switch (decision) {
      case Allowed _ -> keepUntil(question, decision, now.plus(ALLOWED));
      case Denied _ -> keepUntil(question, decision, now.plus(DENIED));
      case Decision.Busy _, Decision.Unknown _ -> kept.remove(question);
    }
  }

  private void keepUntil(Question question, Decision decision, Instant until) {
    kept.put(question, new Kept(decision, until));
    if (kept.size() > most) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  int size() {
    return kept.size();
  }

  private record Kept(Decision decision, Instant until) {}
}
