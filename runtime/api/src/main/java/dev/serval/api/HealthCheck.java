package dev.serval.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method without parameters that is asked periodically whether the replica is healthy. Throwing,
 * or returning {@code false}, says that it is not; after the configured number of failures in a row
 * the replica stops being live.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface HealthCheck {}
