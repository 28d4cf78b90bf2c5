package dev.serval.operator.reconcile;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.status.ServeApplicationStatus;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.event.EventPublisher;
import dev.serval.operator.plan.ApplicationPlan;
import dev.serval.operator.plan.ApplicationPlanner;
import dev.serval.operator.plan.PlanSettings;
import dev.serval.operator.scaling.ScaledApplications;
import dev.serval.operator.scaling.ScalingBoard;
import dev.serval.operator.scaling.ScalingReport;
import dev.serval.operator.status.FailureMessage;
import dev.serval.operator.status.ObservedApplication;
import dev.serval.operator.status.ObservedDeployment;
import dev.serval.operator.status.StatusOfApplication;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the cluster like the spec of an application: caches, plan, apply, prune, observe, status,
 * events. It does all of it every time and keeps nothing between two runs but the caches, and the
 * last good specs, which scaling follows.
 */
@ControllerConfiguration(name = "serveapplication", fieldManager = Labels.MANAGER)
@GradualRetry(
    maxAttempts = Integer.MAX_VALUE,
    initialInterval = 500,
    intervalMultiplier = 2,
    maxInterval = 60_000)
@RateLimited(maxReconciliations = 10, within = 1)
public final class ServeApplicationReconciler implements Reconciler<ServeApplication> {

  /** Objects of others are in no cache, so that their going has to be looked for. */
  private static final Duration OBSTACLE_RECHECK = Duration.ofSeconds(15);

  private final Supplier<PlanSettings> settings;
  private final Clock clock;
  private final SettingsChanges settingsChanges = new SettingsChanges();
  private final ScalingChanges scalingChanges = new ScalingChanges();
  private final ScalingBoard scaling;
  private final GoodSpecs goodSpecs = new GoodSpecs();
  private final ScalingTargets targets;
  private final RunningReconciliations running = new RunningReconciliations();
  private OwnedObjects owned;

  /** A reconciler for objects shaped by {@code settings}, which may change; nobody scales. */
  public ServeApplicationReconciler(Supplier<PlanSettings> settings, Clock clock) {
    this(settings, new ScalingBoard(), clock);
  }

  /**
   * A reconciler for objects shaped by {@code settings}, which may change.
   *
   * @param scaling what is said of autoscaled deployments
   */
  public ServeApplicationReconciler(
      Supplier<PlanSettings> settings, ScalingBoard scaling, Clock clock) {
    this.settings = settings;
    this.scaling = scaling;
    this.clock = clock;
    this.targets = new ScalingTargets(settings, goodSpecs);
  }

  /** The autoscaled deployments, from the caches; none before the operator has started. */
  public ScaledApplications scaledApplications() {
    return targets;
  }

  /** Something else is to be said of an application's autoscaled deployments. */
  public void scalingChanged(ApplicationId application) {
    scalingChanges.lookAt(application);
  }

  /** The settings are others: every application is looked at again. */
  public void settingsChanged() {
    settingsChanges.lookAtAll();
  }

  @Override
  public List<EventSource<?, ServeApplication>> prepareEventSources(
      EventSourceContext<ServeApplication> context) {
    owned = new OwnedObjects(context);
    settingsChanges.prepare(context.getPrimaryCache());
    targets.prepare(context.getPrimaryCache(), owned);
    List<EventSource<?, ServeApplication>> sources = new ArrayList<>(owned.sources());
    sources.add(settingsChanges);
    sources.add(scalingChanges);
    return sources;
  }

  /** For how long the reconciliation runs that began first; zero if none does. */
  public Duration longestRunning() {
    return running.longest(System.nanoTime());
  }

  @Override
  public UpdateControl<ServeApplication> reconcile(
      ServeApplication application, Context<ServeApplication> context) {
    long number = running.begin(System.nanoTime());
    try {
      return reconcileNow(application, context);
    } finally {
      running.end(number);
    }
  }

  private UpdateControl<ServeApplication> reconcileNow(
      ServeApplication application, Context<ServeApplication> context) {
    PlanSettings shape = settings.get();
    ApplicationPlan plan =
        new ApplicationPlanner(shape)
            .plan(application, owned.observed(application, context.getClient()));
    if (plan.servable()) {
      goodSpecs.put(application);
    }
    AppliedObjects applied = apply(application, plan, context);
    Instant now = clock.instant();
    ScalingObserver scaled =
        new ScalingObserver(application, goodSpecs.of(application), reports(application), owned);
    List<ObservedDeployment> deployments =
        new DeploymentObserver(owned, scaled, new PodComplaints(context.getClient()))
            .observe(application, plan, applied, now);
    if (plan.servable() && applied.obstacles().isEmpty()) {
      boolean settled = Settlement.of(plan, deployments, owned.podsOf(application));
      new ObjectPruner(owned).prune(application, plan, settled, context.getClient());
    }
    ObservedApplication seen =
        new ObservedApplication(
            deployments,
            plan.findings(),
            applied.obstacles(),
            scaled.observed(),
            ApplicationUrl.of(application, shape));
    new StatusWriter(context, new EventPublisher(context.getClient(), clock))
        .write(application, StatusOfApplication.of(application, seen, now));
    return next(seen, now);
  }

  private Map<String, ScalingReport> reports(ServeApplication application) {
    return scaling.of(
        new ApplicationId(
            application.getMetadata().getNamespace(), application.getMetadata().getName()));
  }

  private AppliedObjects apply(
      ServeApplication application, ApplicationPlan plan, Context<ServeApplication> context) {
    AppliedObjects applied = new AppliedObjects();
    if (!plan.servable()) {
      return applied;
    }
    ObjectApplier applier = new ObjectApplier(owned);
    IngressTurn turn = new IngressTurn(owned);
    for (HasMetadata object : plan.objects()) {
      applied.add(
          object,
          turn.heldBack(object, application)
              .<ApplyOutcome>map(ApplyOutcome.Unchanged::new)
              .orElseGet(() -> applier.apply(object, application, context)));
    }
    new StaleReplicas(owned).replace(application, context.getClient());
    return applied;
  }

  private static UpdateControl<ServeApplication> next(ObservedApplication seen, Instant now) {
    UpdateControl<ServeApplication> done = UpdateControl.noUpdate();
    if (!seen.obstacles().isEmpty()) {
      return done.rescheduleAfter(OBSTACLE_RECHECK);
    }
    return seen.deployments().stream()
        .map(ObservedDeployment::lookAgain)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .map(at -> done.rescheduleAfter(Duration.between(now, at).plusMillis(1)))
        .orElse(done);
  }

  @Override
  public ErrorStatusUpdateControl<ServeApplication> updateErrorStatus(
      ServeApplication application, Context<ServeApplication> context, Exception failure) {
    if (isWorthTelling(context)) {
      ServeApplicationStatus status =
          StatusOfApplication.ofFailure(application, FailureMessage.of(failure), clock.instant());
      new StatusWriter(context, new EventPublisher(context.getClient(), clock))
          .write(application, status);
    }
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  /** Conflicts with a write of somebody else pass at the first retry; nobody needs to see them. */
  private static boolean isWorthTelling(Context<ServeApplication> context) {
    return context.getRetryInfo().filter(retry -> retry.getAttemptCount() >= 2).isPresent();
  }
}
