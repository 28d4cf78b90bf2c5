package dev.serval.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** What became of an object that was to be applied. */
sealed interface ApplyOutcome {

  /** The object is as it should be; nothing was written. */
  record Unchanged(HasMetadata object) implements ApplyOutcome {}

  /** The object was made or changed; this is what the server has now. */
  record Applied(HasMetadata object) implements ApplyOutcome {}

  /** An object of that name belongs to somebody else and stays as it is. */
  record Foreign(String message) implements ApplyOutcome {}

  /** The server will not have the object, however often it is sent. */
  record Refused(String message) implements ApplyOutcome {}
}
