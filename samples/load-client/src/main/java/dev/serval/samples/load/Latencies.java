package dev.serval.samples.load;

/**
 * How long served requests took, in microseconds.
 *
 * @param p50 half of them took no longer
 * @param p90 nine in ten took no longer
 * @param p99 99 in a hundred took no longer
 * @param max none took longer
 */
public record Latencies(long p50, long p90, long p99, long max) {}
