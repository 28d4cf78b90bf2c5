package dev.serval.operator.event;

import dev.serval.operator.status.Reason;

/**
 * Something that happened to an application and its owner should know.
 *
 * @param reason in one word; a trouble is a warning, and so is a field without effect
 * @param message in words for people
 */
public record ApplicationEvent(Reason reason, String message) {

  /** The type as Kubernetes writes it. */
  public String type() {
    return reason.isTrouble() || reason == Reason.ACCEPTED_IN_PART ? "Warning" : "Normal";
  }
}
