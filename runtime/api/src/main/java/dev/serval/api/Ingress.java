package dev.serval.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the {@link Stage} that answers the application's HTTP requests. Its methods are Jakarta
 * REST resource methods; a class without {@code @Path} is mounted at the root of the application's
 * route prefix ({@code serval.ingress.route-prefix}).
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Ingress {}
