package dev.serval.operator.process;

import dev.serval.operator.reconcile.ServeApplicationReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** Makes operators; the same way in the process and in tests. */
public final class Operators {

  /** How long a reconciliation may take to end when the operator is stopped. */
  private static final Duration TERMINATION = Duration.ofSeconds(5);

  private static final Duration CACHE_SYNC = Duration.ofMinutes(2);

  private Operators() {}

  /**
   * An operator that is not started.
   *
   * @param namespaces to watch; empty for all
   * @param more settings
   */
  public static Operator create(
      KubernetesClient client,
      ServeApplicationReconciler reconciler,
      Set<String> namespaces,
      Consumer<ConfigurationServiceOverrider> more) {
    Operator operator =
        new Operator(
            settings -> {
              settings
                  .withKubernetesClient(client)
                  .withReconciliationTerminationTimeout(TERMINATION)
                  .withCacheSyncTimeout(CACHE_SYNC)
                  // nothing here changes what it gets from a cache
                  .withCloneSecondaryResourcesWhenGettingFromCache(false);
              more.accept(settings);
            });
    operator.register(
        reconciler,
        controller -> {
          if (!namespaces.isEmpty()) {
            controller.settingNamespaces(namespaces);
          }
        });
    return operator;
  }
}
