package dev.serval.operator.reconcile;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationSpec;
import dev.serval.crds.v1alpha1.StageDeployment;
import dev.serval.operator.plan.MetricsApi;
import dev.serval.operator.plan.Observed;
import dev.serval.operator.plan.resolve.ObjectName;
import dev.serval.operator.plan.topology.LeavingDeployments;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The operator's caches of what it made: one informer for each kind, and one for the pods. Only
 * objects with the operator's label are in them.
 */
final class OwnedObjects {

  private static final String MADE_HERE = Labels.MANAGED_BY + "=" + Labels.MANAGER;

  private final Map<Class<?>, InformerEventSource<? extends HasMetadata, ServeApplication>> caches =
      new LinkedHashMap<>();
  private final InformerEventSource<Pod, ServeApplication> pods;

  OwnedObjects(EventSourceContext<ServeApplication> context) {
    add(Deployment.class, context);
    add(Service.class, context);
    add(ServiceAccount.class, context);
    add(PodDisruptionBudget.class, context);
    add(NetworkPolicy.class, context);
    add(ConfigMap.class, context);
    add(
        HorizontalPodAutoscaler.class,
        context,
        (now, before) -> !AutoscalerChange.saysTheSame(now, before));
    this.pods = podCache(context);
  }

  private <T extends HasMetadata> void add(
      Class<T> kind, EventSourceContext<ServeApplication> context) {
    add(kind, context, (now, before) -> true);
  }

  private <T extends HasMetadata> void add(
      Class<T> kind, EventSourceContext<ServeApplication> context, OnUpdateFilter<T> changes) {
    caches.put(
        kind,
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(kind, ServeApplication.class)
                .withLabelSelector(MADE_HERE)
                .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(ServeApplication.class))
                .withOnUpdateFilter(changes)
                .build(),
            context));
  }

  private static InformerEventSource<Pod, ServeApplication> podCache(
      EventSourceContext<ServeApplication> context) {
    SecondaryToPrimaryMapper<Pod> byLabel =
        pod ->
            Stream.ofNullable(pod.getMetadata().getLabels().get(Labels.APPLICATION))
                .map(name -> new ResourceID(name, pod.getMetadata().getNamespace()))
                .collect(Collectors.toSet());
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Pod.class, ServeApplication.class)
            .withLabelSelector(MADE_HERE)
            .withSecondaryToPrimaryMapper(byLabel)
            .withOnUpdateFilter(OwnedObjects::saysSomethingNew)
            .build(),
        context);
  }

  private static boolean saysSomethingNew(Pod now, Pod before) {
    return !Objects.equals(now.getStatus(), before.getStatus())
        || !Objects.equals(
            now.getMetadata().getDeletionTimestamp(), before.getMetadata().getDeletionTimestamp());
  }

  /** The caches, to be started by the framework. */
  List<EventSource<?, ServeApplication>> sources() {
    List<EventSource<?, ServeApplication>> sources = new ArrayList<>(caches.values());
    sources.add(pods);
    return sources;
  }

  /** The cached object of the same kind, namespace and name. */
  Optional<HasMetadata> find(HasMetadata like) {
    return cache(like).get(ResourceID.fromResource(like)).map(HasMetadata.class::cast);
  }

  /** All cached objects that {@code application} owns, without pods. */
  List<HasMetadata> of(ServeApplication application) {
    return caches.values().stream()
        .<HasMetadata>flatMap(cache -> cache.getSecondaryResources(application).stream())
        .filter(object -> Ownership.isOwned(object, application))
        .toList();
  }

  /** The cached Deployments that {@code application} owns. */
  List<Deployment> deploymentsOf(ServeApplication application) {
    return ownedOf(Deployment.class, application).toList();
  }

  /** The cached HorizontalPodAutoscaler of that name, if {@code application} owns it. */
  Optional<HorizontalPodAutoscaler> autoscalerOf(ServeApplication application, String name) {
    return ownedOf(HorizontalPodAutoscaler.class, application)
        .filter(autoscaler -> autoscaler.getMetadata().getName().equals(name))
        .findFirst();
  }

  /** The cached settings of {@code application}, as its replicas mount them. */
  Optional<ConfigMap> settingsOf(ServeApplication application) {
    return ownedOf(ConfigMap.class, application).findFirst();
  }

  private <T extends HasMetadata> Stream<T> ownedOf(Class<T> kind, ServeApplication application) {
    return caches.get(kind).getSecondaryResources(application).stream()
        .map(kind::cast)
        .filter(object -> Ownership.isOwned(object, application));
  }

  /** The cached pods of {@code application}. */
  Set<Pod> podsOf(ServeApplication application) {
    return pods.getSecondaryResources(application);
  }

  /**
   * What the plan has to know of what exists. An autoscaled Deployment that no cache has, perhaps
   * because it lost its label, is asked for: taken for a new one it would jump to its first number.
   */
  Observed observed(ServeApplication application, KubernetesClient client) {
    Map<String, Integer> replicas = new LinkedHashMap<>();
    deploymentsOf(application).forEach(deployment -> note(deployment, replicas));
    application.getSpec().deployments().stream()
        .filter(deployment -> deployment.autoscaling() != null)
        .map(each -> ObjectName.ofDeployment(application.getMetadata().getName(), each.name()))
        .filter(name -> !replicas.containsKey(name))
        .map(
            name ->
                client
                    .apps()
                    .deployments()
                    .inNamespace(application.getMetadata().getNamespace())
                    .withName(name)
                    .get())
        .filter(Objects::nonNull)
        .forEach(deployment -> note(deployment, replicas));
    return new Observed(replicas, autoscalers(application), leaving(application));
  }

  private Map<String, String> leaving(ServeApplication application) {
    ServeApplicationSpec spec = application.getSpec();
    Set<String> asked =
        spec.deployments().stream().map(StageDeployment::name).collect(Collectors.toSet());
    Set<String> leaving =
        deploymentsOf(application).stream()
            .map(deployment -> deployment.getMetadata().getLabels().get(Labels.DEPLOYMENT))
            .filter(name -> !asked.contains(name))
            .collect(Collectors.toSet());
    if (leaving.isEmpty()) {
      return Map.of();
    }
    return settingsOf(application)
        .map(map -> LeavingDeployments.settings(leaving, ingressStage(spec), map.getData()))
        .orElseGet(Map::of);
  }

  private static Optional<String> ingressStage(ServeApplicationSpec spec) {
    return spec.deployments().stream()
        .filter(each -> spec.ingress() != null && each.name().equals(spec.ingress().deployment()))
        .map(each -> Objects.requireNonNullElse(each.stage(), each.name()))
        .findFirst();
  }

  private Map<String, MetricsApi> autoscalers(ServeApplication application) {
    return ownedOf(HorizontalPodAutoscaler.class, application)
        .collect(
            Collectors.toMap(
                autoscaler -> autoscaler.getMetadata().getName(), OwnedObjects::metricsApi));
  }

  private static MetricsApi metricsApi(HorizontalPodAutoscaler autoscaler) {
    return autoscaler.getSpec().getMetrics().stream()
            .anyMatch(metric -> metric.getType().equals("Object"))
        ? new MetricsApi.Custom()
        : new MetricsApi.External();
  }

  private static void note(Deployment deployment, Map<String, Integer> replicas) {
    if (deployment.getSpec().getReplicas() != null) {
      replicas.put(deployment.getMetadata().getName(), deployment.getSpec().getReplicas());
    }
  }

  /** Puts what the server answered to a write where the next run finds it. */
  void remember(HasMetadata written, Optional<HasMetadata> before) {
    ResourceID id = ResourceID.fromResource(written);
    InformerEventSource<HasMetadata, ServeApplication> cache = cache(written);
    before.ifPresentOrElse(
        earlier -> cache.handleRecentResourceUpdate(id, written, earlier),
        () -> cache.handleRecentResourceCreate(id, written));
  }

  @SuppressWarnings("unchecked") // each cache holds objects of the class that is its key
  private InformerEventSource<HasMetadata, ServeApplication> cache(HasMetadata object) {
    InformerEventSource<? extends HasMetadata, ServeApplication> cache =
        caches.get(object.getClass());
    if (cache == null) {
      throw new IllegalStateException(
          "the plan has a "
              + object.getKind()
              + ", of which the operator has no cache: add it to OwnedObjects and to its roles");
    }
    return (InformerEventSource<HasMetadata, ServeApplication>) cache;
  }
}
