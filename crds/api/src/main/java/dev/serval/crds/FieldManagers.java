package dev.serval.crds;

/** The field managers under which the operator writes. */
public final class FieldManagers {

  /** What is applied for an application. */
  public static final String OPERATOR = Labels.MANAGER;

  /** The numbers of replicas of autoscaled deployments. */
  public static final String SCALING = "serval-scaling";

  private FieldManagers() {}
}
