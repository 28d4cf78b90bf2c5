package dev.serval.crds;

/** The labels that the operator puts on the objects it makes. */
public final class Labels {

  /** Who made the object: {@link #MANAGER}. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** The value of {@link #MANAGED_BY}. */
  public static final String MANAGER = "serval-operator";

  /** The application that the object belongs to. */
  public static final String APPLICATION = "serving.serval.dev/application";

  /** The deployment that the object belongs to. */
  public static final String DEPLOYMENT = "serving.serval.dev/deployment";

  /** The variant of the deployment that the object belongs to, if it is one. */
  public static final String VARIANT = "serving.serval.dev/variant";

  /** The revision of a pod. */
  public static final String REVISION = "serving.serval.dev/revision";

  private Labels() {}
}
