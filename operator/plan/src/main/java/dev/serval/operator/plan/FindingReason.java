package dev.serval.operator.plan;

/** Why there is a {@link Finding}. */
public enum FindingReason {
  /** {@code podTemplate} can't be laid over the pod template. */
  POD_TEMPLATE_INVALID("PodTemplateInvalid"),

  /** {@code env} sets a variable that the operator sets. */
  VARIABLE_RESERVED("VariableReserved"),

  /** A part of {@code userConfig} has a form that replicas can't read. */
  USER_CONFIG_UNREADABLE("UserConfigUnreadable"),

  /** The deployment that answers HTTP keeps a replica: nobody could wake it yet. */
  SCALE_TO_ZERO_INACTIVE("ScaleToZeroInactive"),

  /** Variants get no calls yet. */
  VARIANTS_INACTIVE("VariantsInactive"),

  /** A new revision takes over replica by replica, not by steps. */
  CANARY_INACTIVE("CanaryInactive"),

  /** Calls between replicas are not encrypted yet. */
  MUTUAL_TLS_INACTIVE("MutualTlsInactive"),

  /** Bearer tokens are not asked for yet. */
  AUTH_INACTIVE("AuthInactive"),

  /** For now the application answers for any host. */
  HOST_INACTIVE("HostInactive"),

  /** For now another header than the one of the spec is hashed. */
  ROUTING_HEADER_INACTIVE("RoutingHeaderInactive");

  private final String text;

  FindingReason(String text) {
    this.text = text;
  }

  /** The reason as conditions and events write it. */
  public String text() {
    return text;
  }
}
