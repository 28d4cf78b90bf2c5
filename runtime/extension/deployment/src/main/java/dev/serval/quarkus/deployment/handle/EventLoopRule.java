package dev.serval.quarkus.deployment.handle;

import dev.serval.core.stage.StageMethod.Execution;
import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import dev.serval.quarkus.deployment.stage.CallableMethod;
import dev.serval.quarkus.deployment.stage.ExecutionOf;
import dev.serval.quarkus.deployment.stage.StageModel;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.jandex.MethodInfo;

/**
 * A method that runs on an event loop does not wait for a handle. Looks at the method's own code,
 * its lambdas and the methods of the same class that it calls; what other classes do on its behalf
 * is found when it happens.
 */
public final class EventLoopRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    Set<String> blocking = blockingCalls(application);
    for (StageModel stage : application.stages()) {
      Set<MethodInfo> onEventLoop = onEventLoop(stage);
      if (onEventLoop.isEmpty()) {
        continue;
      }
      CallGraph calls = CallGraph.of(stage.type().name().toString());
      for (MethodInfo method : onEventLoop) {
        calls
            .firstCallFrom(method.name() + method.descriptor(), blocking)
            .ifPresent(call -> problems.accept(message(method, call)));
      }
    }
  }

  private static Set<String> blockingCalls(ApplicationModel application) {
    Set<String> calls = new HashSet<>();
    calls.add("dev.serval.api.DeploymentResponse.result()Ljava/lang/Object;");
    calls.add("dev.serval.api.DeploymentResponse.result(Ljava/time/Duration;)Ljava/lang/Object;");
    for (ContractModel contract : application.contracts().values()) {
      for (ContractMethod method : contract.methods()) {
        if (method.blocks()) {
          String signature = method.method().name() + method.method().descriptor();
          calls.add(contract.type().name() + "." + signature);
          calls.add(method.method().declaringClass().name() + "." + signature);
        }
      }
    }
    return calls;
  }

  private static Set<MethodInfo> onEventLoop(StageModel stage) {
    Set<MethodInfo> methods = new HashSet<>();
    for (CallableMethod method : stage.methods()) {
      if (method.execution() == Execution.EVENT_LOOP) {
        methods.add(method.method());
      }
    }
    stage.resourceMethods().stream().filter(ExecutionOf::onEventLoop).forEach(methods::add);
    return methods;
  }

  private static String message(MethodInfo method, String call) {
    return method.declaringClass().name()
        + "."
        + method.name()
        + " runs on an event loop, but waits for "
        + call.substring(0, call.indexOf('('))
        + ": let the contract's method return CompletionStage or Uni, or annotate "
        + method.name()
        + " with @RunOnVirtualThread";
  }
}
