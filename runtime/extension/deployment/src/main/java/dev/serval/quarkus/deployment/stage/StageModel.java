package dev.serval.quarkus.deployment.stage;

import java.util.List;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;

/**
 * A stage as its class declares it.
 *
 * @param type the class
 * @param name the stage's name
 * @param ingress whether it answers HTTP
 * @param path where it does, {@code /} if the class does not say
 * @param methods what other deployments can call
 * @param resourceMethods what answers HTTP requests
 * @param reconfigure methods that take the user configuration; more than one is a mistake
 * @param healthChecks methods that say whether the stage is healthy
 */
public record StageModel(
    ClassInfo type,
    String name,
    boolean ingress,
    String path,
    List<CallableMethod> methods,
    List<MethodInfo> resourceMethods,
    List<MethodInfo> reconfigure,
    List<MethodInfo> healthChecks) {

  /** Copies what could change. */
  public StageModel {
    methods = List.copyOf(methods);
    resourceMethods = List.copyOf(resourceMethods);
    reconfigure = List.copyOf(reconfigure);
    healthChecks = List.copyOf(healthChecks);
  }

  /** The callable method of that name, or {@code null}. */
  public CallableMethod method(String name) {
    for (CallableMethod method : methods) {
      if (method.name().equals(name)) {
        return method;
      }
    }
    return null;
  }
}
