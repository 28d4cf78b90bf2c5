package dev.serval.quarkus.runtime;

import dev.serval.core.stage.StageMethod;
import java.util.List;

/**
 * A callable method of a stage in a form that a build can leave for the run; see {@link
 * StageMethod} for the meaning of each part.
 *
 * @param batch how calls are batched, or {@code null}
 */
public record MethodDescription(
    String name,
    List<TypeDescription> parameters,
    TypeDescription result,
    StageMethod.ResultShape shape,
    StageMethod.Execution execution,
    boolean idempotent,
    BatchDescription batch) {

  /** Copies what could change. */
  public MethodDescription {
    parameters = List.copyOf(parameters);
  }
}
