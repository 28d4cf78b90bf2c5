package dev.serval.operator.reconcile;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FakeDeploymentController;
import dev.serval.operator.cluster.RunningOperator;
import dev.serval.operator.plan.MetricsApi;
import dev.serval.operator.plan.PlanSettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Three actors in a namespace of their own: a user, the operator, and what stands for the nodes.
 */
abstract class OperatorFixture {

  static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          Deployment.class,
          Service.class,
          ServiceAccount.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          ConfigMap.class,
          HorizontalPodAutoscaler.class);

  static final String IMAGE = "registry.example/recsys:1.4.0";

  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static final AtomicInteger PROBES = new AtomicInteger();

  KubernetesClient cluster;
  ClusterUser user;
  FakeDeploymentController nodes;
  RunningOperator operator;

  @BeforeEach
  void start() {
    ApiServer server = ApiServer.get();
    cluster = server.admin();
    user =
        new ClusterUser(
            cluster,
            getClass().getSimpleName().toLowerCase(Locale.ROOT)
                + "-"
                + NAMESPACES.incrementAndGet());
    nodes = new FakeDeploymentController(cluster, user.namespace());
    operator = startOperator();
  }

  /** An operator of a cluster in which autoscalers can read the load. */
  RunningOperator startOperator() {
    return new RunningOperator(ApiServer.get(), user.namespace(), OperatorFixture::settings);
  }

  static PlanSettings settings() {
    return PlanSettings.defaults().withMetricsApi(new MetricsApi.External());
  }

  @AfterEach
  void stop() {
    if (operator != null) {
      operator.close();
    }
    if (nodes != null) {
      nodes.close();
    }
  }

  /** An application of a ranker and an ingress deployment. */
  static String recsys(String ranker, String service) {
    return """
    apiVersion: serving.serval.dev/v1alpha1
    kind: ServeApplication
    metadata:
      name: recsys
    spec:
      image: %s
      ingress: {deployment: RecommendationService, routePrefix: /recsys}
      deployments:
      - {name: ItemRankingModel, %s}
      - {name: RecommendationService, %s}
    """
        .formatted(IMAGE, ranker, service);
  }

  static String recsys() {
    return recsys("replicas: 2", "replicas: 1");
  }

  /**
   * Makes another application, whose name begins with "probe". When this returns it is Ready, and
   * the operator has heard of what happened to applications before.
   */
  void reconcileAnother() {
    String name = "probe-" + PROBES.incrementAndGet();
    user.apply(recsys().replace("name: recsys", "name: " + name).replace("ItemRanking", "Probe"));
    user.awaitReady(name);
  }

  /** Every object of the application with the version that it has. */
  Map<String, String> versions(ServeApplication application) {
    Map<String, String> versions = new TreeMap<>();
    for (Class<? extends HasMetadata> kind : KINDS) {
      for (HasMetadata object : user.owned(kind, application)) {
        String generation =
            object.getMetadata().getGeneration() == null
                ? object.getMetadata().getResourceVersion()
                : "generation " + object.getMetadata().getGeneration();
        versions.put(object.getKind() + "/" + object.getMetadata().getName(), generation);
      }
    }
    return versions;
  }

  /** The Deployment of one deployment of the application. */
  Deployment deployment(String name) {
    return cluster
        .apps()
        .deployments()
        .inNamespace(user.namespace())
        .withLabel(Labels.DEPLOYMENT, name)
        .list()
        .getItems()
        .getFirst();
  }

  /** The Service of the application that is called from outside. */
  Service ingress(ServeApplication application) {
    return user.owned(Service.class, application).stream()
        .filter(service -> service.getMetadata().getName().equals("recsys"))
        .findFirst()
        .orElseThrow();
  }

  /** The names of the pods of one deployment. */
  List<String> podsOf(String name) {
    return cluster
        .pods()
        .inNamespace(user.namespace())
        .withLabel(Labels.DEPLOYMENT, name)
        .list()
        .getItems()
        .stream()
        .map(pod -> pod.getMetadata().getUid())
        .sorted()
        .toList();
  }
}
