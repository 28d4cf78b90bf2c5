package dev.serval.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.ToIntFunction;

/**
 * Collects concurrent calls of one replica and executes them together. The method takes one {@code
 * List} of items and returns a {@code List} of the same length: the result at index {@code i}
 * answers the caller of item {@code i}. Callers see the single-item form in their contract.
 *
 * <p>To fail one caller alone, return {@code List<BatchItem<R>>} with {@link BatchItem#failed}. An
 * exception thrown by the method reaches every caller of that batch. Cancelled and expired items
 * leave the queue before execution. A batch that no caller waits for any more is stopped: its
 * thread is interrupted, its future or publisher cancelled.
 *
 * <p>For streaming batches return {@code Multi<List<BatchItem<R>>>} (or a {@code Flow.Publisher} of
 * it): each list again has one element per caller, and {@link BatchItem#end} ends one caller early.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Batch {

  /** Largest batch, in items, or in weight when a {@link #weigher} is given; 1 to 65 536. */
  int maxSize() default 10;

  /**
   * How long the first item of a batch may wait for company while the method is idle, for example
   * {@code 10ms} or {@code 1s}; at most 60 s. By default it doesn't wait: batches are what queued
   * while the method was busy, so they grow with the load and cost nothing without. A wait pays
   * where a batch takes so much less than its items that fuller ones are worth the latency.
   */
  String maxWait() default "0s";

  /** How many batches of this method one replica executes at the same time; 1 to 1 024. */
  int maxConcurrent() default 1;

  /**
   * Weighs an item, for example by its tokens; {@link #maxSize} then limits the sum. Weights are at
   * least 1; an item heavier than {@link #maxSize} fails its caller. The class needs a public
   * constructor without parameters.
   */
  Class<? extends ToIntFunction<?>> weigher() default EachItemWeighsOne.class;

  /** The default: a batch is limited by the number of its items. */
  final class EachItemWeighsOne implements ToIntFunction<Object> {
    @Override
    public int applyAsInt(Object item) {
      return 1;
    }
  }
}
