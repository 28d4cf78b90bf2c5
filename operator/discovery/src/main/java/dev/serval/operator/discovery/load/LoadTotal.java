package dev.serval.operator.discovery.load;

/**
 * What all replicas together report.
 *
 * @param replicas whose reports are in it
 * @param ongoing calls that run
 * @param queued calls that wait
 */
public record LoadTotal(int replicas, long ongoing, long queued) {}
