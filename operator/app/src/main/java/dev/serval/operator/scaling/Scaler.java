package dev.serval.operator.scaling;

import dev.serval.operator.discovery.ApplicationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Scales all applications, a look at a time. It has neither a clock nor a thread, and is for one
 * thread at a time.
 */
final class Scaler {

  private static final Logger LOG = Logger.getLogger(Scaler.class);

  private final ScaledApplications applications;
  private final ScalerPorts ports;
  private final Map<ApplicationId, ApplicationScaler> scalers = new HashMap<>();

  Scaler(ScaledApplications applications, ScalerPorts ports) {
    this.applications = applications;
    this.ports = ports;
  }

  /** Looks at every deployment, as each second, and forgets those that are gone. */
  void lookAtAll(Moment at) {
    List<ScaledApplication> all = applications.all();
    Set<ApplicationId> ids =
        all.stream().map(ScaledApplication::id).collect(Collectors.toUnmodifiableSet());
    Set.copyOf(scalers.keySet()).stream().filter(id -> !ids.contains(id)).forEach(this::forget);
    all.forEach(application -> lookGuarded(application, at));
  }

  /** Looks at the deployments of one application between two seconds. */
  void lookAt(ApplicationId application, Moment at) {
    applications
        .find(application)
        .ifPresentOrElse(seen -> look(seen, LookKind.IN_BETWEEN, at), () -> forget(application));
  }

  /** Looks at the applications of which a deployment has no replica and is called. */
  void lookAtCalledAtZero(Moment at) {
    // Found first: a look may forget its application.
    List<ApplicationId> called =
        scalers.entrySet().stream()
            .filter(scaler -> scaler.getValue().isCalledAtZero(at))
            .map(Map.Entry::getKey)
            .toList();
    called.forEach(id -> lookAt(id, at));
  }

  /** Forgets everything: another operator decides, from what it sees. */
  void forgetAll() {
    Set.copyOf(scalers.keySet()).forEach(this::forget);
  }

  /** What is wrong with one application must not keep the others from being looked at. */
  private void lookGuarded(ScaledApplication application, Moment at) {
    try {
      look(application, LookKind.EACH_SECOND, at);
    } catch (RuntimeException | Error e) {
      LOG.errorf(e, "A look at %s failed; the next one is tried", application.id());
    }
  }

  private void look(ScaledApplication application, LookKind kind, Moment at) {
    scalers
        .computeIfAbsent(application.id(), id -> new ApplicationScaler(id, ports))
        .look(application, kind, at);
  }

  private void forget(ApplicationId application) {
    ApplicationScaler gone = scalers.remove(application);
    if (gone != null) {
      gone.close();
    }
  }
}
