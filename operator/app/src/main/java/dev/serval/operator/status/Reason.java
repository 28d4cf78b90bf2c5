package dev.serval.operator.status;

/**
 * Why an application or one of its deployments is as it is. One word each, the same in conditions,
 * in the status of deployments and in events; {@code docs/operations.md} explains them.
 */
public enum Reason {
  /** Every deployment serves with the revision of the spec. */
  ALL_READY("AllReady", Kind.FINE),

  /** One deployment serves with the revision of the spec. */
  DEPLOYMENT_READY("DeploymentReady", Kind.FINE),

  /** The operator does all that the spec asks for. */
  ACCEPTED("Accepted", Kind.FINE),

  /** The spec is accepted, but some of its fields have no effect yet. */
  ACCEPTED_IN_PART("AcceptedInPart", Kind.FINE),

  /** Nothing is on its way. */
  SETTLED("Settled", Kind.FINE),

  /** Nothing is wrong. */
  AS_EXPECTED("AsExpected", Kind.FINE),

  /** No deployment asks for autoscaling. */
  NOT_REQUESTED("NotRequested", Kind.FINE),

  /** Replicas follow the load. */
  READING_METRIC("ReadingMetric", Kind.FINE),

  /** The load asks for more replicas than there may be. */
  AT_MAX("AtMax", Kind.FINE),

  /** The load asks for fewer replicas than there must be. */
  AT_MIN("AtMin", Kind.FINE),

  /** Others hold the APIs by which a HorizontalPodAutoscaler could read the load. */
  METRICS_API_TAKEN("MetricsAPITaken", Kind.FINE),

  /** No API by which a HorizontalPodAutoscaler could read the load is served, or reached. */
  METRICS_API_UNAVAILABLE("MetricsAPIUnavailable", Kind.FINE),

  /** Only the user or a tool of theirs scales. */
  EXTERNAL_SCALING("External", Kind.FINE),

  /** A decision asked for more replicas. */
  SCALED_UP("ScaledUp", Kind.FINE),

  /** A decision asked for fewer replicas. */
  SCALED_DOWN("ScaledDown", Kind.FINE),

  /** The first replicas of a deployment start. */
  STARTING("Starting", Kind.PROGRESS),

  /** Replicas of a new revision replace those of the last. */
  ROLLING_OUT("RollingOut", Kind.PROGRESS),

  /** Replicas of the same revision are added or removed. */
  SCALING("Scaling", Kind.PROGRESS),

  /** The same, because the load asks for it; the deployment serves meanwhile. */
  FOLLOWING_LOAD("FollowingLoad", Kind.PROGRESS),

  /** Too few replicas report for the load to be known; their number stays. */
  NO_DATA("NoData", Kind.TROUBLE),

  /** The HorizontalPodAutoscaler can't do its work; it says why. */
  HPA_FAILED("HPAFailed", Kind.TROUBLE),

  /** The API server refuses the number of replicas that was decided. */
  SCALE_FAILED("ScaleFailed", Kind.TROUBLE),

  /** The spec cannot be served; what ran before it keeps running. */
  SPEC_INVALID("SpecInvalid", Kind.TROUBLE),

  /** An object of a name that the operator needs belongs to somebody else. */
  FOREIGN_OBJECT("ForeignObject", Kind.TROUBLE),

  /** The API server refused an object. */
  OBJECT_REFUSED("ObjectRefused", Kind.TROUBLE),

  /** The operator failed; it tries again. */
  RECONCILE_FAILED("ReconcileFailed", Kind.TROUBLE),

  /** A secret or config map that a container needs is missing, or has not the key. */
  CONFIGURATION_MISSING("ConfigurationMissing", Kind.TROUBLE),

  /** An image cannot be pulled. */
  IMAGE_PULL_FAILED("ImagePullFailed", Kind.TROUBLE),

  /** A container ends with an error time and again. */
  CRASH_LOOP("CrashLoop", Kind.TROUBLE),

  /** A container was stopped because it used more memory than its limit. */
  OUT_OF_MEMORY("OutOfMemory", Kind.TROUBLE),

  /** A container cannot be made or started on its node. */
  CONTAINER_NOT_STARTED("ContainerNotStarted", Kind.TROUBLE),

  /** No node has room for a replica. */
  UNSCHEDULABLE("Unschedulable", Kind.TROUBLE),

  /** A quota of the namespace keeps replicas from being made. */
  QUOTA_EXCEEDED("QuotaExceeded", Kind.TROUBLE),

  /** Something else keeps pods from being made, such as a policy of the namespace. */
  PODS_REFUSED("PodsRefused", Kind.TROUBLE),

  /** A probe fails: the replica runs and doesn't answer as it should. */
  PROBE_FAILING("ProbeFailing", Kind.TROUBLE),

  /** A replica keeps the settings it had, because those of the spec are wrong for its stage. */
  SETTINGS_REFUSED("SettingsRefused", Kind.TROUBLE),

  /** A new revision made no progress for longer than Kubernetes waits. */
  PROGRESS_DEADLINE_EXCEEDED("ProgressDeadlineExceeded", Kind.TROUBLE);

  private enum Kind {
    FINE,
    PROGRESS,
    TROUBLE
  }

  private final String text;
  private final Kind kind;

  Reason(String text, Kind kind) {
    this.text = text;
    this.kind = kind;
  }

  /** The reason as conditions and events write it. */
  public String text() {
    return text;
  }

  /** Whether somebody has to do something. */
  public boolean isTrouble() {
    return kind == Kind.TROUBLE;
  }
}
