package dev.serval.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method without parameters that is asked whether the replica is healthy: at its start, and
 * periodically from then on. Throwing, or returning {@code false}, says that it is not. The replica
 * is ready for calls from the first good answer on; after the configured number of failures in a
 * row it stops being live.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface HealthCheck {}
