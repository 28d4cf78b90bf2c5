package dev.serval.operator.plan;

/**
 * Something that the user should know of the spec.
 *
 * @param field the path of the field, with entries of lists by name, such as {@code
 *     spec.deployments[ItemRankingModel].variants}
 * @param message what is the matter and what to do, a sentence without the field
 */
public record Finding(Severity severity, FindingReason reason, String field, String message) {

  /** The application can't be served like this. */
  public static Finding error(FindingReason reason, String field, String message) {
    return new Finding(Severity.ERROR, reason, field, message);
  }

  /** The application is served, but not quite as the field says. */
  public static Finding notice(FindingReason reason, String field, String message) {
    return new Finding(Severity.NOTICE, reason, field, message);
  }
}
