package dev.serval.operator.metricsapi;

import java.time.Instant;

/**
 * The load of one deployment as its HorizontalPodAutoscaler reads it.
 *
 * @param application its name
 * @param deployment its name in the spec
 * @param milli running and queued requests of all replicas together, in thousandths
 * @param at when it was so
 */
public record ServedValue(String application, String deployment, long milli, Instant at) {}
