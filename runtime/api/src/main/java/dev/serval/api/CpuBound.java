package dev.serval.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a stage method on a bounded pool with as many threads as the replica has CPUs, instead of on
 * a virtual thread. For methods that compute rather than wait.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CpuBound {}
