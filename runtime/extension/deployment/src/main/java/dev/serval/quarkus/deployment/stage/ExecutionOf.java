package dev.serval.quarkus.deployment.stage;

import dev.serval.core.stage.StageMethod.Execution;
import dev.serval.quarkus.deployment.Returned;
import dev.serval.quarkus.deployment.ServalNames;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;

/** Decides where a stage's method runs. */
public final class ExecutionOf {

  private ExecutionOf() {}

  /** Where a method that other deployments call runs. */
  public static Execution callable(MethodInfo method) {
    if (method.hasAnnotation(ServalNames.CPU_BOUND)) {
      return Execution.CPU_POOL;
    }
    // A batch is executed when it is full or due, by no caller's thread.
    if (method.hasAnnotation(ServalNames.BATCH)) {
      return Execution.VIRTUAL_THREAD;
    }
    return onEventLoop(method) ? Execution.EVENT_LOOP : Execution.VIRTUAL_THREAD;
  }

  /** Whether a callable method, or one that answers HTTP, runs on an event loop. */
  public static boolean onEventLoop(MethodInfo method) {
    if (says(method, ServalNames.BLOCKING) || says(method, ServalNames.RUN_ON_VIRTUAL_THREAD)) {
      return false;
    }
    return says(method, ServalNames.NON_BLOCKING)
        || Returned.of(method.returnType()).form() != Returned.Form.VALUE;
  }

  /** Whether the user chose the threads of a method that answers HTTP. */
  static boolean chosen(MethodInfo method) {
    return says(method, ServalNames.BLOCKING)
        || says(method, ServalNames.NON_BLOCKING)
        || says(method, ServalNames.RUN_ON_VIRTUAL_THREAD);
  }

  /** The annotations of the method come before those of the class. */
  private static boolean says(MethodInfo method, DotName annotation) {
    if (method.hasAnnotation(annotation)) {
      return true;
    }
    boolean methodSays =
        method.hasAnnotation(ServalNames.BLOCKING)
            || method.hasAnnotation(ServalNames.NON_BLOCKING)
            || method.hasAnnotation(ServalNames.RUN_ON_VIRTUAL_THREAD);
    return !methodSays && method.declaringClass().hasDeclaredAnnotation(annotation);
  }
}
