package dev.serval.core.batch;

import java.util.List;

/** The method of a stage that executes a whole batch. */
@FunctionalInterface
public interface BatchMethod {

  /**
   * Executes the items together.
   *
   * @param items the arguments of the calls, at least one, in the order they arrived; not
   *     modifiable
   * @return a {@link List} with one element for each item, in the same order; or a {@link
   *     java.util.concurrent.CompletionStage} of such a list; or, for a streaming batch, a {@link
   *     java.util.concurrent.Flow.Publisher} of such lists. An element is a result, which may be
   *     {@code null}, or a {@link dev.serval.api.BatchItem}
   * @throws Exception to fail every caller of this batch with it
   */
  Object execute(List<Object> items) throws Exception;
}
