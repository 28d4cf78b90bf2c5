package dev.serval.quarkus.deployment.handle;

import dev.serval.quarkus.deployment.Returned;
import org.jboss.jandex.MethodInfo;

/**
 * A method of a contract.
 *
 * @param method as it is declared, perhaps by an interface that the contract extends
 * @param returned what it returns
 * @param idempotent whether the contract says that it may be executed twice
 */
public record ContractMethod(MethodInfo method, Returned returned, boolean idempotent) {

  /** {@code package.Contract.method}, for messages. */
  public String displayName() {
    return method.declaringClass().name() + "." + method.name();
  }

  /** Whether the calling thread waits for the result. */
  public boolean blocks() {
    return returned.form() == Returned.Form.VALUE;
  }
}
