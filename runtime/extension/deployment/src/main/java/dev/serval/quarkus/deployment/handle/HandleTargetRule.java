package dev.serval.quarkus.deployment.handle;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A handle points at a deployment that there is, which hosts a stage that there is; in another
 * image, if the deployment has one of its own.
 */
public final class HandleTargetRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (HandlePoint handle : application.handles()) {
      for (ApplicationModel.Target target : application.targetsOf(handle)) {
        if (target.elsewhere()) {
          if (handle.dynamic()) {
            problems.accept(dynamicMessage(handle, target));
          }
        } else if (target.stage().isEmpty()) {
          problems.accept(message(application, handle, target));
        }
      }
    }
  }

  private static String dynamicMessage(HandlePoint handle, ApplicationModel.Target target) {
    return handle.displayName()
        + ": the handle calls deployment \""
        + target.deployment()
        + "\", whose stage another image holds, so the types of its methods are not known here:"
        + " let the handle be an interface with these methods instead of a DeploymentHandle";
  }

  private static String message(
      ApplicationModel application, HandlePoint handle, ApplicationModel.Target target) {
    String known =
        application.deployments().isEmpty()
            ? "none"
            : application.deployments().stream().sorted().collect(Collectors.joining(", "));
    if (application.deployments().contains(target.deployment())) {
      return handle.displayName()
          + ": the handle calls deployment \""
          + target.deployment()
          + "\", which hosts stage \""
          + application.configured().stages().get(target.deployment())
          + "\", but there is no such stage; if another image holds it, name that with"
          + " serval.deployments.\""
          + target.deployment()
          + "\".image";
    }
    return handle.displayName()
        + ": the handle calls deployment \""
        + target.deployment()
        + "\", but there is none of that name; there are "
        + known
        + ". Name one with @Handle(\"…\"), or point the handle at one with serval.deployments.\""
        + application.stageOf(handle.owner().name()).map(stage -> stage.name()).orElse("…")
        + "\".handles.\""
        + handle.logicalName()
        + "\"";
  }
}
