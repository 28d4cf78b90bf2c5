package dev.serval.operator.hub.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The hub's certificate in its Secret. Of several operators the first to need it makes it; all
 * watch it; the one that leads renews it.
 */
public final class HubCertificate implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(HubCertificate.class);

  private static final int MOST_ATTEMPTS = 5;

  private final KubernetesClient client;
  private final String namespace;
  private final List<String> names;
  private final Clock clock;
  private final BooleanSupplier leads;
  private final Consumer<CertificateSet> onChange;

  private Secret secret;
  private CertificateSet certificates;
  private volatile SharedIndexInformer<Secret> informer;
  private volatile boolean gone;

  /**
   * A certificate that is not read yet.
   *
   * @param namespace of the Secret
   * @param names and addresses that the certificate is for
   * @param leads whether this operator is the one that renews
   * @param onChange gets the certificates, first by {@link #obtain}, then whenever they change
   */
  public HubCertificate(
      KubernetesClient client,
      String namespace,
      List<String> names,
      Clock clock,
      BooleanSupplier leads,
      Consumer<CertificateSet> onChange) {
    this.client = client;
    this.namespace = namespace;
    this.names = List.copyOf(names);
    this.clock = clock;
    this.leads = leads;
    this.onChange = onChange;
  }

  /**
   * Reads the certificates, makes them if there are none, and follows them from then on.
   *
   * @throws BadSecretException if a Secret of that name can't be used
   * @throws KubernetesClientException if the API server doesn't answer or refuses
   */
  public void obtain() {
    accept(readOrCreate());
    informer = resource().inform(new Follower());
  }

  private Secret readOrCreate() {
    for (int attempt = 1; ; attempt++) {
      Secret there = resource().get();
      if (there != null) {
        return there;
      }
      try {
        return create();
      } catch (KubernetesClientException e) {
        // Somebody else was faster; and if it is gone again, somebody deletes.
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Secret create() {
    CertificateSet first = CertificateRules.first(names, clock.instant());
    Secret made = client.resource(CertificateSecret.secret(namespace, first)).create();
    LOG.infof("Made the hub's certificates in Secret %s/%s", namespace, CertificateSecret.NAME);
    return made;
  }

  private Resource<Secret> resource() {
    return client.secrets().inNamespace(namespace).withName(CertificateSecret.NAME);
  }

  private synchronized void accept(Secret now) {
    if (secret == null || !now.getData().equals(secret.getData())) {
      certificates = CertificateSecret.read(now);
      onChange.accept(certificates);
    }
    secret = now;
  }

  private synchronized Optional<CertificateSet> due() {
    return CertificateRules.next(certificates, names, clock.instant());
  }

  private synchronized String version() {
    return secret.getMetadata().getResourceVersion();
  }

  /**
   * Renews what is due, if this operator leads, and makes the Secret anew if it is gone. To be
   * called now and then; a failure is logged and found again by the next call.
   */
  public void renewIfDue() {
    restoreIfGone();
    if (leads.getAsBoolean()) {
      renew();
    }
  }

  private void restoreIfGone() {
    try {
      if (gone) {
        follow(readOrCreate());
        gone = false;
      }
    } catch (KubernetesClientException e) {
      LOG.warnf("The hub's Secret is gone and could not be made anew yet: %s", e.getMessage());
    }
  }

  private void follow(Secret now) {
    try {
      accept(now);
    } catch (BadSecretException e) {
      LOG.errorf("The hub keeps the certificate that it has: %s", e.getMessage());
    }
  }

  private void renew() {
    try {
      String version = version();
      Optional<CertificateSet> next = due();
      if (next.isPresent()) {
        accept(replace(version, next.get()));
        LOG.infof("Renewed the hub's %s", next.get());
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        LOG.warnf("The hub's certificate could not be renewed yet: %s", e.getMessage());
      }
    }
  }

  /** The version makes the server refuse if somebody else was faster. */
  private Secret replace(String version, CertificateSet next) {
    Map<String, Object> patch =
        Map.of(
            "metadata", Map.of("resourceVersion", version), "data", CertificateSecret.data(next));
    try {
      return resource()
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              JsonMapper.builder().build().writeValueAsString(patch));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is no JSON", e);
    }
  }

  @Override
  public void close() {
    if (informer != null) {
      informer.close();
    }
  }

  private final class Follower implements ResourceEventHandler<Secret> {

    @Override
    public void onAdd(Secret secret) {
      follow(secret);
    }

    @Override
    public void onUpdate(Secret before, Secret now) {
      follow(now);
    }

    /** Whoever deletes it wants new ones. */
    @Override
    public void onDelete(Secret secret, boolean unknown) {
      gone = true;
      restoreIfGone();
    }
  }
}
