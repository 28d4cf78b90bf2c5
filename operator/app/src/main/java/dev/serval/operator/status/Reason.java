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

  /** Autoscaling is asked for; the number of replicas is fixed all the same. */
  FIXED_REPLICAS("FixedReplicas", Kind.FINE),

  /** The first replicas of a deployment start. */
  STARTING("Starting", Kind.PROGRESS),

  /** Replicas of a new revision replace those of the last. */
  ROLLING_OUT("RollingOut", Kind.PROGRESS),

  /** Replicas of the same revision are added or removed. */
  SCALING("Scaling", Kind.PROGRESS),

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
