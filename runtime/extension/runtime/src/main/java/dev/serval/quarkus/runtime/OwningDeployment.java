package dev.serval.quarkus.runtime;

import java.util.concurrent.Callable;

/**
 * The deployment whose stage is being made by the current thread. Handles that are injected
 * meanwhile are those of that deployment.
 */
public final class OwningDeployment {

  private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

  private OwningDeployment() {}

  /** The name of the deployment, or {@code null} outside the making of a stage. */
  public static String current() {
    return CURRENT.get();
  }

  static <T> T during(String deployment, Callable<T> creation) throws Exception {
    String before = CURRENT.get();
    CURRENT.set(deployment);
    try {
      return creation.call();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }
}
