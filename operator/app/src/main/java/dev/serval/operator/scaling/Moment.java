package dev.serval.operator.scaling;

import java.time.Instant;

/**
 * A point in time, by both clocks.
 *
 * @param nanos of a monotonic clock, for lengths of time
 * @param instant of the calendar, for people and for the age of reports
 */
record Moment(long nanos, Instant instant) {}
