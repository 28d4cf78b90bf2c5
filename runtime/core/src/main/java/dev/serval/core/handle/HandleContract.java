package dev.serval.core.handle;

import dev.serval.core.call.CallTarget;
import dev.serval.protocol.wire.MethodId;
import java.lang.reflect.Type;
import java.util.List;

/**
 * What the interface of a typed handle says of the stage that it calls: enough to call one that
 * this process's image does not hold.
 *
 * @param name of the interface, for messages
 * @param methods that it declares, each with a name of its own
 */
public record HandleContract(String name, List<Method> methods) {

  /**
   * A method of the interface.
   *
   * @param name unique in the contract
   * @param parameterTypes the declared types of its parameters
   * @param resultType the declared type of its result, or of one element of its stream
   * @param streaming whether it answers with a stream of elements
   * @param idempotent whether a call that was accepted may be executed again
   */
  public record Method(
      String name,
      List<Type> parameterTypes,
      Type resultType,
      boolean streaming,
      boolean idempotent) {

    /** Copies what could change. */
    public Method {
      parameterTypes = List.copyOf(parameterTypes);
    }
  }

  /** Copies what could change. */
  public HandleContract {
    methods = List.copyOf(methods);
  }

  /** The method as callers of {@code deployment}, which hosts {@code stage}, address it. */
  CallTarget target(String deployment, String stage, Method method) {
    return new CallTarget(
        deployment,
        stage,
        method.name(),
        MethodId.of(stage, method.name()),
        method.parameterTypes(),
        method.resultType(),
        method.streaming(),
        method.idempotent());
  }
}
