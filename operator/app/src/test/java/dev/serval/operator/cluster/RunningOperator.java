package dev.serval.operator.cluster;

import dev.serval.operator.plan.PlanSettings;
import dev.serval.operator.process.Operators;
import dev.serval.operator.reconcile.ServeApplicationReconciler;
import dev.serval.operator.scaling.ScalingBoard;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;

/** The operator under test, in this JVM, with the rights that it has in a cluster. */
public final class RunningOperator implements AutoCloseable {

  private final WriteCounter writes = new WriteCounter();
  private final ScalingBoard board = new ScalingBoard();
  private final KubernetesClient client;
  private final Operator operator;

  private final ServeApplicationReconciler reconciler;

  /** Starts an operator that watches {@code namespace}. */
  public RunningOperator(ApiServer server, String namespace) {
    this(server, namespace, PlanSettings::defaults);
  }

  /** Starts an operator that watches {@code namespace} and shapes objects by {@code settings}. */
  public RunningOperator(ApiServer server, String namespace, Supplier<PlanSettings> settings) {
    this(server, Set.of(namespace), settings);
  }

  /**
   * Starts an operator that shapes objects by {@code settings}.
   *
   * @param namespaces that it watches; empty for all
   */
  public RunningOperator(
      ApiServer server, Set<String> namespaces, Supplier<PlanSettings> settings) {
    reconciler = new ServeApplicationReconciler(settings, board, Clock.systemUTC());
    client =
        new KubernetesClientBuilder()
            .withConfig(server.operatorConfig())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("writes", writes))
            .build();
    operator =
        Operators.create(
            client, reconciler, namespaces, overrider -> overrider.withCloseClientOnStop(true));
    operator.start();
  }

  /** The settings have changed. */
  public void settingsChanged() {
    reconciler.settingsChanged();
  }

  /** The part that reconciles, for what else it consists of. */
  public ServeApplicationReconciler reconciler() {
    return reconciler;
  }

  /** What is said of autoscaled deployments. */
  public ScalingBoard board() {
    return board;
  }

  /** The client of the operator, with its rights. */
  public KubernetesClient client() {
    return client;
  }

  /** What the operator wrote. */
  public WriteCounter writes() {
    return writes;
  }

  @Override
  public void close() {
    operator.stop();
  }
}
