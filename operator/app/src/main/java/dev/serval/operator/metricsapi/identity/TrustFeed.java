package dev.serval.operator.metricsapi.identity;

import static dev.serval.operator.metricsapi.identity.TrustSettings.CONFIG_MAP;
import static dev.serval.operator.metricsapi.identity.TrustSettings.NAMESPACE;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Follows the settings that the API server publishes. While they can't be read, or are wrong, those
 * that were read last stay.
 */
public final class TrustFeed implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TrustFeed.class);
  private static final String NAME = NAMESPACE + '/' + CONFIG_MAP;

  private final Resource<ConfigMap> resource;
  private volatile SharedIndexInformer<ConfigMap> informer;
  private volatile TrustSettings settings = TrustSettings.NONE;
  private volatile String problem = "ConfigMap " + NAME + " has not been read yet";

  /** Follows nothing before {@link #start}. */
  public TrustFeed(KubernetesClient client) {
    this.resource = client.configMaps().inNamespace(NAMESPACE).withName(CONFIG_MAP);
  }

  /** Reads the settings once, and follows them from then on, whether that worked or not. */
  public void start() {
    try {
      ConfigMap now = resource.get();
      if (now == null) {
        gone();
      } else {
        accept(now);
      }
    } catch (KubernetesClientException e) {
      failed(e);
    }
    informer =
        resource
            .runnableInformer(0)
            .exceptionHandler(
                (hasStarted, failure) -> {
                  if (!hasStarted) {
                    failed(failure);
                  }
                  return true;
                })
            .addEventHandler(new Follower());
    informer.start();
  }

  TrustSettings settings() {
    return settings;
  }

  /** Why nobody can be believed what the API server says of them; empty if they can. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private synchronized void accept(ConfigMap now) {
    try {
      TrustSettings read = TrustSettings.of(Optional.ofNullable(now.getData()).orElseGet(Map::of));
      // The same settings are the same object: what was found out by them stays good.
      if (!read.equals(settings)) {
        settings = read;
      }
      tell(read.problem().orElse(null));
    } catch (IllegalArgumentException e) {
      tell("ConfigMap " + NAME + " can't be used: " + e.getMessage());
    }
  }

  private synchronized void gone() {
    settings = TrustSettings.NONE;
    tell("ConfigMap " + NAME + " doesn't exist; the API server makes it when it starts");
  }

  private void failed(Throwable failure) {
    tell("ConfigMap " + NAME + " can't be read: " + failure.getMessage());
  }

  private void tell(String now) {
    if (now != null && !now.equals(problem)) {
      LOG.warnf("The metrics API can't know who asks: %s", now);
    }
    problem = now;
  }

  @Override
  public void close() {
    if (informer != null) {
      informer.close();
    }
  }

  private final class Follower implements ResourceEventHandler<ConfigMap> {

    @Override
    public void onAdd(ConfigMap now) {
      accept(now);
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap now) {
      accept(now);
    }

    @Override
    public void onDelete(ConfigMap before, boolean unknown) {
      gone();
    }
  }
}
