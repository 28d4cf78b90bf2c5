package dev.serval.core.app;

import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageInvoker;

/**
 * A stage together with the code that makes, calls and looks after its instances.
 *
 * @param descriptor what can be called
 * @param invoker calls it
 * @param factory makes an instance for each replica
 * @param hooks what else the stage wants to be told
 */
public record StageBinding(
    StageDescriptor descriptor, StageInvoker invoker, Factory factory, Hooks hooks) {

  /** Makes instances. */
  @FunctionalInterface
  public interface Factory {
    /**
     * Makes the instance of a replica, ready to be called.
     *
     * @throws Exception whatever the stage's constructor or initialisation throws
     */
    Instance create(String deployment, String replicaId) throws Exception;
  }

  /** An instance and how to get rid of it. */
  public record Instance(Object stage, Runnable destroy) {}

  /** What a stage may want to be told or asked besides calls. */
  public interface Hooks {

    /** Hooks of a stage that has none. */
    Hooks NONE =
        new Hooks() {
          @Override
          public void reconfigure(Object stage, Object userConfig) {
            // The stage takes no configuration.
          }

          @Override
          public void checkHealth(Object stage) {
            // The stage is healthy while it is there.
          }

          @Override
          public boolean checksHealth() {
            return false;
          }
        };

    /**
     * Gives the stage its user configuration.
     *
     * @throws Exception if it cannot be decoded to what the stage takes, or the stage refuses it
     */
    void reconfigure(Object stage, Object userConfig) throws Exception;

    /**
     * Asks the stage whether it is healthy.
     *
     * @throws Exception if it is not; the message says why
     */
    void checkHealth(Object stage) throws Exception;

    /** Whether {@link #checkHealth} asks anything. */
    default boolean checksHealth() {
      return true;
    }
  }
}
