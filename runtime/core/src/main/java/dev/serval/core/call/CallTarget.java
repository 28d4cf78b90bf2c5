package dev.serval.core.call;

import java.lang.reflect.Type;
import java.util.List;

/**
 * A method of a deployment as its callers see it.
 *
 * @param deployment the deployment's name
 * @param stage the name of the stage that the deployment hosts
 * @param method the method's name, unique in the stage
 * @param methodId its id on the wire
 * @param parameterTypes the declared types of its parameters
 * @param resultType the declared type of its result, or of one element of its stream
 * @param streaming whether it answers with a stream of elements
 * @param idempotent whether a call that was accepted may be executed again
 */
public record CallTarget(
    String deployment,
    String stage,
    String method,
    int methodId,
    List<Type> parameterTypes,
    Type resultType,
    boolean streaming,
    boolean idempotent) {

  /** {@code Deployment.method}, for messages. */
  public String displayName() {
    return deployment + '.' + method;
  }
}
