package dev.serval.quarkus.runtime;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jboss.logging.Logger;

/**
 * Ends the process with 0 when it is asked to end and has drained. A JVM by itself ends with 143,
 * which Kubernetes shows as an error of the container.
 */
@Singleton
public class ExitOnTerminate {

  private static final Logger LOG = Logger.getLogger(ExitOnTerminate.class);

  /** Last, so that a start that hangs can be ended as ever. */
  void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 999) StartupEvent event) {
    if (LaunchMode.current() != LaunchMode.NORMAL) {
      return;
    }
    try {
      onTerminate(() -> Quarkus.asyncExit(0));
    } catch (ReflectiveOperationException failure) {
      // With -Xrs the JVM leaves its signals alone, and some JVMs have none.
      LOG.debug("SIGTERM ends the process as the JVM does it", failure);
    }
  }

  /** By name, since the compiler warns of the only class that hears of signals. */
  private static void onTerminate(Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    InvocationHandler act =
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() == handler) {
            action.run();
            return null;
          }
          return method.invoke(action, arguments);
        };
    signal
        .getMethod("handle", signal, handler)
        .invoke(
            null,
            signal.getConstructor(String.class).newInstance("TERM"),
            Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, act));
  }
}
