/**
 * How many replicas a deployment is to have, from its load. Pure: the JDK alone, no clock, no
 * threads, no I/O.
 *
 * <p>Time is a parameter everywhere: {@code long nanos}, points in time of one monotonic clock such
 * as {@link System#nanoTime()}, of which only differences mean anything; lengths of time are {@link
 * java.time.Duration}.
 *
 * <p>{@code load}: what is known of the load, averaged over windows. {@code policy}: what the user
 * asked for. {@code decision}: from both to a number of replicas, with its reason. {@code hpa}:
 * what a HorizontalPodAutoscaler is given so that it comes to the same number.
 */
package dev.serval.operator.autoscaling;
