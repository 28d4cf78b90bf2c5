package dev.serval.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method with one parameter that receives the deployment's {@code userConfig}, decoded to the
 * type of the parameter: once before the replica serves, and again on each change, without a
 * restart. A method that throws on a change keeps the replica on the configuration before it.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Reconfigure {}
