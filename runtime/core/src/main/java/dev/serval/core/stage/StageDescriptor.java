package dev.serval.core.stage;

import dev.serval.core.call.CallTarget;
import dev.serval.protocol.wire.MethodId;
import java.util.List;

/**
 * A stage as the build found it.
 *
 * @param name unique in the application
 * @param className the user's class, for messages
 * @param methods what can be called on it
 */
public record StageDescriptor(String name, String className, List<StageMethod> methods) {

  /** The method {@code name}, or {@code null}. */
  public StageMethod method(String name) {
    for (StageMethod method : methods) {
      if (method.name().equals(name)) {
        return method;
      }
    }
    return null;
  }

  /** The method as callers of {@code deployment}, which hosts this stage, address it. */
  public CallTarget target(String deployment, StageMethod method) {
    return new CallTarget(
        deployment,
        name,
        method.name(),
        MethodId.of(name, method.name()),
        method.parameterTypes(),
        method.resultType(),
        method.streaming(),
        method.idempotent());
  }
}
