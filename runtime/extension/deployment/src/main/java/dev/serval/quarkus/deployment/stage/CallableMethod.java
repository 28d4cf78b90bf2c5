package dev.serval.quarkus.deployment.stage;

import dev.serval.core.stage.StageMethod;
import dev.serval.quarkus.deployment.Returned;
import java.util.List;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

/**
 * A method of a stage that other deployments can call.
 *
 * @param method as it is declared
 * @param returned what the method itself returns
 * @param parameters as callers see them; for a batch method, those of one item
 * @param result as callers see it: one value, or one element of the stream
 * @param execution where the method runs
 * @param idempotent whether the stage says that it may be executed twice
 * @param batch how calls are batched, or {@code null}
 */
public record CallableMethod(
    MethodInfo method,
    Returned returned,
    List<Type> parameters,
    Type result,
    StageMethod.Execution execution,
    boolean idempotent,
    BatchModel batch) {

  /** Copies what could change. */
  public CallableMethod {
    parameters = List.copyOf(parameters);
  }

  /** The method's name. */
  public String name() {
    return method.name();
  }

  /** {@code package.Class.method}, for messages. */
  public String displayName() {
    return method.declaringClass().name() + "." + method.name();
  }

  /** Whether callers receive a stream. */
  public boolean streams() {
    return returned.form().streams();
  }
}
