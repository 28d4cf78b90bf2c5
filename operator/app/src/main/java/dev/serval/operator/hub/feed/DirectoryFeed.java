package dev.serval.operator.hub.feed;

import dev.serval.crds.Labels;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.directory.Directory;
import dev.serval.operator.discovery.directory.SliceId;
import dev.serval.operator.plan.resolve.ObjectLabels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Keeps a directory like the cluster: the topology ConfigMaps of applications, and the
 * EndpointSlices of their headless Services, whose labels the slices have.
 */
public final class DirectoryFeed implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(DirectoryFeed.class);
  private static final String EVERYWHERE = "";
  private static final String MADE_HERE = Labels.MANAGED_BY + '=' + Labels.MANAGER;

  private final Directory directory;
  private final Consumer<ApplicationId> onChange;
  private final List<Followed<?>> followed = new ArrayList<>();

  /**
   * A feed that isn't started.
   *
   * @param watched the namespaces to look at; empty for all
   * @param onChange gets each application of which something changed
   */
  public DirectoryFeed(
      KubernetesClient client,
      Set<String> watched,
      Directory directory,
      Consumer<ApplicationId> onChange) {
    this.directory = directory;
    this.onChange = onChange;
    Set<String> selected = watched.isEmpty() ? Set.of(EVERYWHERE) : watched;
    for (String namespace : selected) {
      followed.add(topologies(client, namespace));
      followed.add(slices(client, namespace));
    }
  }

  private Followed<ConfigMap> topologies(KubernetesClient client, String namespace) {
    return new Followed<>(
        ConfigMap.class,
        selected(
            client.configMaps(),
            namespace,
            MADE_HERE + ',' + ObjectLabels.COMPONENT + '=' + ObjectLabels.TOPOLOGY),
        client.getKubernetesSerialization(),
        this::put,
        this::remove);
  }

  private Followed<EndpointSlice> slices(KubernetesClient client, String namespace) {
    return new Followed<>(
        EndpointSlice.class,
        selected(
            client.discovery().v1().endpointSlices(),
            namespace,
            MADE_HERE + ',' + Labels.DEPLOYMENT),
        client.getKubernetesSerialization(),
        this::put,
        this::remove);
  }

  private static <T, L, R extends Resource<T>> Informable<T> selected(
      MixedOperation<T, L, R> objects, String namespace, String labels) {
    return namespace.equals(EVERYWHERE)
        ? objects.inAnyNamespace().withLabelSelector(labels)
        : objects.inNamespace(namespace).withLabelSelector(labels);
  }

  /**
   * Starts, and returns when the directory is like the cluster.
   *
   * @return whether it is in time
   */
  public boolean start(Duration limit) throws InterruptedException {
    followed.forEach(Followed::start);
    for (Followed<?> each : followed) {
      if (!each.awaitHandedOn(limit)) {
        return false;
      }
    }
    return true;
  }

  /** Whether changes come in; while the API server is away they don't. */
  public boolean isFollowing() {
    return followed.stream().allMatch(Followed::isFollowing);
  }

  private void put(ConfigMap map) {
    ApplicationId application = application(map);
    if (application == null) {
      return;
    }
    SettingsOfConfigMap.of(map)
        .ifPresentOrElse(
            settings -> tell(directory.putSettings(application, settings), application),
            () ->
                LOG.warnf(
                    "ConfigMap %s/%s has no settings that can be read; replicas keep theirs",
                    map.getMetadata().getNamespace(), map.getMetadata().getName()));
  }

  private void remove(ConfigMap map) {
    ApplicationId application = application(map);
    if (application != null) {
      tell(directory.removeSettings(application), application);
    }
  }

  private void put(EndpointSlice slice) {
    ApplicationId application = application(slice);
    if (application != null) {
      tell(
          directory.putSlice(
              id(slice),
              application,
              slice.getMetadata().getLabels().get(Labels.DEPLOYMENT),
              EndpointsOfSlice.of(slice)),
          application);
    }
  }

  private void remove(EndpointSlice slice) {
    ApplicationId application = directory.applicationOf(id(slice));
    if (application != null) {
      tell(directory.removeSlice(id(slice)), application);
    }
  }

  private void tell(boolean changed, ApplicationId application) {
    if (changed) {
      onChange.accept(application);
    }
  }

  private static SliceId id(EndpointSlice slice) {
    return new SliceId(slice.getMetadata().getNamespace(), slice.getMetadata().getName());
  }

  private static ApplicationId application(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    String name = labels == null ? null : labels.get(Labels.APPLICATION);
    return name == null ? null : new ApplicationId(object.getMetadata().getNamespace(), name);
  }

  @Override
  public void close() {
    followed.forEach(Followed::close);
  }
}
