package dev.serval.quarkus.deployment.handle;

import dev.serval.quarkus.deployment.ServalNames;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Type;

/**
 * A place where a handle is injected.
 *
 * @param owner the class that has it
 * @param place for messages, such as {@code field ranker}
 * @param logicalName of the deployment
 * @param type the contract, or {@code DeploymentHandle}
 * @param atConstruction whether the class cannot be made before it has the handle
 */
public record HandlePoint(
    ClassInfo owner, String place, String logicalName, Type type, boolean atConstruction) {

  /** Whether methods are called by name. */
  public boolean dynamic() {
    return type.name().equals(ServalNames.DEPLOYMENT_HANDLE);
  }

  /** {@code package.Class, field ranker}, for messages. */
  public String displayName() {
    return owner.name() + ", " + place;
  }
}
