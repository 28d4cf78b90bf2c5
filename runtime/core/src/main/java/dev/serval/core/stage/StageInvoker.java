package dev.serval.core.stage;

/**
 * Calls the methods of a stage by their numbers. Generated at build time, so that nothing reflects.
 */
@FunctionalInterface
public interface StageInvoker {

  /**
   * Calls method {@code index}. A batch method receives one argument, the list of its items.
   *
   * @param stage the instance
   * @return what the method returns, in one of the forms of {@link StageMethod.ResultShape}
   * @throws Exception whatever the method throws
   */
  Object invoke(int index, Object stage, Object[] arguments) throws Exception;
}
