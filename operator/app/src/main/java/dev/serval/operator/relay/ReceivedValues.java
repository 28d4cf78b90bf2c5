package dev.serval.operator.relay;

import dev.serval.operator.metricsapi.ServedValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that a follower was told, the newest of each deployment, for as long as they count.
 * Bounded; safe for several threads.
 */
final class ReceivedValues {

  /** A value that is older is no longer true; whoever asks is told nothing rather than that. */
  static final Duration VALIDITY = Duration.ofSeconds(15);

  private final int most;
  private final Map<String, Map<DeploymentName, ServedValue>> byNamespace = new HashMap<>();
  private int count;

  private record DeploymentName(String application, String deployment) {}

  /**
   * No values.
   *
   * @param most deployments of which a value is kept
   */
  ReceivedValues(int most) {
    this.most = most;
  }

  /** Takes what is newer than what is known. Beyond the bound values of further ones are left. */
  synchronized void take(Collection<NamespacedValue> values, Instant now) {
    expire(now);
    values.stream().filter(each -> counts(each.value(), now)).forEach(this::put);
  }

  private void put(NamespacedValue told) {
    DeploymentName name = new DeploymentName(told.value().application(), told.value().deployment());
    Map<DeploymentName, ServedValue> known = byNamespace.getOrDefault(told.namespace(), Map.of());
    ServedValue before = known.get(name);
    if (before == null && count == most || before != null && isNewer(before, told.value())) {
      return;
    }
    count += before == null ? 1 : 0;
    byNamespace
        .computeIfAbsent(told.namespace(), namespace -> new HashMap<>())
        .put(name, told.value());
  }

  private static boolean isNewer(ServedValue one, ServedValue other) {
    return one.at().isAfter(other.at());
  }

  private void expire(Instant now) {
    count = 0;
    byNamespace
        .values()
        .removeIf(
            values -> {
              values.values().removeIf(value -> !counts(value, now));
              count += values.size();
              return values.isEmpty();
            });
  }

  /** What is of the future was told before the calendar was set back, and may be old. */
  private static boolean counts(ServedValue value, Instant now) {
    return !value.at().isBefore(now.minus(VALIDITY)) && !value.at().isAfter(now.plus(VALIDITY));
  }

  /** Those of a namespace that count at {@code now}. */
  synchronized List<ServedValue> of(String namespace, Instant now) {
    return byNamespace.getOrDefault(namespace, Map.of()).values().stream()
        .filter(value -> counts(value, now))
        .toList();
  }
}
