package dev.serval.operator.scaling;

/** Why a deployment is looked at now. */
enum LookKind {
  /** Because a second has passed. */
  EACH_SECOND,
  /**
   * Because its load has changed. What is seen then says how the load is, but is no sample of it:
   * means that were made of such moments would be of the loads that make somebody look.
   */
  IN_BETWEEN
}
