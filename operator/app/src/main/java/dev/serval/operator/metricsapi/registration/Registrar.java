package dev.serval.operator.metricsapi.registration;

import dev.serval.crds.Labels;
import dev.serval.operator.metricsapi.MetricsApiSettings;
import dev.serval.operator.metricsapi.MetricsApiState;
import dev.serval.operator.metricsapi.MetricsGroup;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps the operator's APIService, if it leads, and says who serves what. APIServices of others are
 * never written.
 */
public final class Registrar {

  private static final Logger LOG = Logger.getLogger(Registrar.class);

  private final KubernetesClient client;
  private final MetricsApiSettings settings;
  private final Supplier<Optional<String>> authorities;
  private final Supplier<Optional<String>> problem;
  private final BooleanSupplier leads;
  private final Runnable onChange;
  private volatile MetricsApiState state =
      new MetricsApiState.Pending("the operator has just started");

  /**
   * A registrar that has not looked yet.
   *
   * @param authorities the certificates, PEM, of those who sign the server's; empty if there is
   *     none
   * @param problem why the API can't be served now; empty if it can
   * @param leads whether this operator leads, and so registers
   * @param onChange runs whenever {@link #state} has become another
   */
  public Registrar(
      KubernetesClient client,
      MetricsApiSettings settings,
      Supplier<Optional<String>> authorities,
      Supplier<Optional<String>> problem,
      BooleanSupplier leads,
      Runnable onChange) {
    this.client = client;
    this.settings = settings;
    this.authorities = authorities;
    this.problem = problem;
    this.leads = leads;
    this.onChange = onChange;
  }

  /** What it saw last. */
  public MetricsApiState state() {
    return state;
  }

  /** Looks, and does what is to be done. To be called now and then, by one thread at a time. */
  public void look() {
    MetricsApiState now;
    try {
      now = lookNow();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        // What was so a moment ago is the best guess while the API server is away.
        LOG.debugf(e, "Who serves the metrics API could not be looked at");
        return;
      }
      now = new MetricsApiState.Unavailable("the operator lacks a right: " + words(e));
    }
    if (!now.equals(state)) {
      LOG.infof("Metrics API: %s", now.message());
      state = now;
      onChange.run();
    }
  }

  private MetricsApiState lookNow() {
    Registration registration = registration();
    Slot external = slot(MetricsGroup.EXTERNAL, registration);
    Slot custom = slot(MetricsGroup.CUSTOM, registration);
    if (registration.authorities().isEmpty() || problem.get().isPresent()) {
      return unserved(external, custom);
    }
    if (leads.getAsBoolean() && carryOut(external, custom, registration)) {
      external = slot(MetricsGroup.EXTERNAL, registration);
      custom = slot(MetricsGroup.CUSTOM, registration);
    }
    return RegistrationRules.state(external, custom);
  }

  /** What is registered stays so: another operator may serve it. */
  private MetricsApiState unserved(Slot external, Slot custom) {
    MetricsApiState seen = RegistrationRules.state(external, custom);
    return seen instanceof MetricsApiState.Pending
        ? new MetricsApiState.Unavailable(
            problem.get().orElse("the hub, whose certificate it uses, has none yet"))
        : seen;
  }

  /** Whether anything was written. */
  private boolean carryOut(Slot external, Slot custom, Registration registration) {
    RegistrationRules.Plan plan = RegistrationRules.plan(external, custom);
    boolean hasWritten = false;
    if (plan.hold().isPresent()) {
      MetricsGroup group = plan.hold().get();
      hasWritten = hold(group, group == MetricsGroup.EXTERNAL ? external : custom, registration);
    }
    if (plan.release() && custom instanceof Slot.Ours(APIService there)) {
      release(there);
      hasWritten = true;
    }
    return hasWritten;
  }

  private boolean hold(MetricsGroup group, Slot slot, Registration registration) {
    if (slot instanceof Slot.Ours(APIService there) && registration.isSaidBy(there)) {
      return false;
    }
    APIService desired = registration.of(group);
    boolean exists = slot instanceof Slot.Ours;
    if (slot instanceof Slot.Ours(APIService there)) {
      // The server refuses if it was replaced by another of its name.
      desired.getMetadata().setUid(there.getMetadata().getUid());
    }
    try {
      client.resource(desired).patch(context(exists));
      LOG.infof("Registered APIService %s", group.apiService());
    } catch (KubernetesClientException e) {
      // Somebody else was faster, which the next look shows.
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
    return true;
  }

  private void release(APIService there) {
    client.resource(there).lockResourceVersion().delete();
    LOG.infof("Released APIService %s", there.getMetadata().getName());
  }

  private Slot slot(MetricsGroup group, Registration registration) {
    return Slot.of(client.apiServices().withName(group.apiService()).get(), registration);
  }

  private Registration registration() {
    return new Registration(
        settings.namespace(),
        settings.service(),
        settings.servicePort(),
        authorities.get().map(Registrar::base64).orElse(""),
        leads.getAsBoolean() ? owner() : Optional.empty());
  }

  /** Without it the registration would outlive the operator, and block deletions of namespaces. */
  private Optional<OwnerReference> owner() {
    return settings
        .owner()
        .map(name -> client.rbac().clusterRoles().withName(name).get())
        .map(Registrar::reference);
  }

  private static OwnerReference reference(ClusterRole owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .build();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String words(KubernetesClientException e) {
    return e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
  }

  /** With force only over fields of an object that is the operator's. */
  private static PatchContext context(boolean force) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(Labels.MANAGER)
        .withForce(force)
        .build();
  }
}
