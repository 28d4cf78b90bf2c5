package dev.serval.quarkus.deployment.stage;

import dev.serval.protocol.wire.MethodId;
import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** On the wire, a method of a stage is a hash of its name; those of a stage differ. */
public final class MethodIdRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (StageModel stage : application.stages()) {
      Map<Integer, CallableMethod> byId = new HashMap<>();
      for (CallableMethod method : stage.methods()) {
        CallableMethod first = byId.putIfAbsent(MethodId.of(stage.name(), method.name()), method);
        if (first != null && !first.name().equals(method.name())) {
          problems.accept(
              first.displayName()
                  + " and "
                  + method.displayName()
                  + " have the same id on the wire: rename one of them");
        }
      }
    }
  }
}
