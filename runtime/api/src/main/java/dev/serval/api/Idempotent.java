package dev.serval.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * States that executing a call twice does no harm. A call of such a method that was accepted by a
 * replica and lost with it may be retried on another, within the retry budget of the caller. On a
 * contract method or on the stage method.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}
